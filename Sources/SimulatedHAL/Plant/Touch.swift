import RobotDynamics
import RobotUnits

/// One tip on one surface.
///
/// The normal force of Hunt and Crossley on the depth d of the tip, and a spring along the surface that
/// gives way where Coulomb's cone ends (Cundall and Strack), so that a tip at rest stays where it is:
///
///     N = k d (1 + a d'),  N >= 0
///     T = -k s - k t_s s',  where |T| > mu N it slides and is mu N against the motion
///
/// Both at the step's end, N linear in the velocity there, k the stiffness, a the dissipation, s the way
/// that the tip was dragged since it gripped, and t_s = 2 ms.
/// Source: K. H. Hunt and F. R. E. Crossley, "Coefficient of restitution interpreted as damping in
/// vibroimpact", J. Appl. Mech. 42, 1975 (with a linear spring, as Drake's point contact has it);
/// P. A. Cundall and O. D. L. Strack, "A discrete numerical model for granular assemblies", 1979.
struct Touch: Sendable {
  /// t_s [s].
  private static let gripTime = 0.002
  /// How often a touch may correct itself in one step.
  private static let mostCorrections = 3

  private enum Grip: Sendable { case none, grips, slides }

  let contact: PlantContact
  let surface: PlantSurface
  /// The force on the tip in the last step [N].
  private(set) var force_W = Vector3.zero
  private var grip = Grip.none
  private var stretch = Vector3.zero
  private var step = Step()

  private struct Step {
    var dt = 0.0
    var point = Vector3.zero
    var axes = (normal: Vector3.zero, first: Vector3.zero, second: Vector3.zero)
    /// The normal force on a tip at rest, and how it falls.
    var normal = (force: 0.0, damping: 0.0)
    /// Where it slides: the force against it.
    var drag = Vector3.zero
    var corrections = 0
  }

  init(_ contact: PlantContact, on surface: PlantSurface) {
    self.contact = contact
    self.surface = surface
  }

  /// Begins a step of `dt` s.
  mutating func begin(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork, _ dt: Double
  ) {
    let body = tree.pose(ofBody: contact.body, work)
    let center = body.p_WF + body.R_WF.apply(contact.point_B)
    let (out, normal) = surface.distance(center)
    let depth = contact.radius - out
    guard depth > 0 else {
      grip = .none
      stretch = .zero
      force_W = .zero
      return
    }
    if grip == .none { grip = .grips }
    step.dt = dt
    step.corrections = 0
    step.point = center - normal * contact.radius
    let first = perpendicular(to: normal)
    step.axes = (normal, first, cross(normal, first))
    // The surface may turn under the tip.
    stretch -= normal * dot(stretch, normal)
    let k = contact.material.stiffness
    let rate = dot(tree.velocity(ofBody: contact.body, at: step.point, work), normal)
    let stiffening = max(0, 1 - contact.material.dissipation * rate)
    step.normal = (
      k * depth, k * depth * contact.material.dissipation + k * dt * stiffening
    )
    step.drag = drag(max(step.normal.force - step.normal.damping * rate, 0))
  }

  /// Adds its forces to the tree's step.
  func push(_ tree: borrowing KinematicTree, _ work: borrowing TreeWork) {
    guard grip != .none else { return }
    push(tree, work, step.axes.normal, step.normal.force, step.normal.damping)
    pushAlong(tree, work, step.axes.first)
    pushAlong(tree, work, step.axes.second)
  }

  private func pushAlong(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork, _ axis: Vector3
  ) {
    if grip == .slides { return push(tree, work, axis, dot(step.drag, axis), 0) }
    let k = contact.material.stiffness
    push(tree, work, axis, -k * dot(stretch, axis), k * (step.dt + Touch.gripTime))
  }

  private func push(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork, _ axis: Vector3, _ force: Double,
    _ damping: Double
  ) {
    tree.push(
      PointForce(
        body: contact.body, point_W: step.point, direction_W: axis, force: force, damping: damping),
      by: step.dt, work)
  }

  /// Looks at what came of the step; true: it is to be solved again. Like `GearMotorJoint.correct`.
  mutating func correct(_ tree: borrowing KinematicTree, _ work: borrowing TreeWork) -> Bool {
    guard grip != .none, step.corrections < Touch.mostCorrections else { return false }
    let (rate, slip) = velocity(tree, work)
    let normal = step.normal.force - step.normal.damping * rate
    let trial = trial(slip)
    let before = grip
    if normal < 0 {
      grip = .none
    } else {
      let slides = dot(trial, trial) > square(contact.material.friction * normal)
      grip = slides ? .slides : .grips
      if slides, before == .grips {
        step.drag = trial * (contact.material.friction * normal / dot(trial, trial).squareRoot())
      }
    }
    if grip == before { return false }
    step.corrections += 1
    return true
  }

  /// Ends the step.
  mutating func end(_ tree: borrowing KinematicTree, _ work: borrowing TreeWork) {
    guard grip != .none else {
      force_W = .zero
      return
    }
    let (rate, slip) = velocity(tree, work)
    let normal = max(step.normal.force - step.normal.damping * rate, 0)
    let trial = trial(slip)
    force_W = step.axes.normal * normal + (grip == .slides ? step.drag : trial)
    if grip == .slides {
      // The spring is stretched as far as it holds.
      let length = dot(trial, trial).squareRoot()
      let most = contact.material.friction * normal / contact.material.stiffness
      stretch = length > 0 ? trial * (-most / length) : .zero
    } else {
      stretch += slip * step.dt
    }
  }

  /// What the spring along the surface gives, if the tip grips.
  private func trial(_ slip: Vector3) -> Vector3 {
    (stretch + slip * (step.dt + Touch.gripTime)) * -contact.material.stiffness
  }

  /// The drag of a tip that slides as its spring is stretched.
  private func drag(_ normal: Double) -> Vector3 {
    let length = dot(stretch, stretch).squareRoot()
    return length > 0 ? stretch * (-contact.material.friction * normal / length) : .zero
  }

  /// Velocities at the step's end, out of the surface and along it.
  private func velocity(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork
  ) -> (rate: Double, slip: Vector3) {
    let velocity =
      tree.velocity(ofBody: contact.body, at: step.point, work)
      + tree.acceleration(ofBody: contact.body, at: step.point, work) * step.dt
    let rate = dot(velocity, step.axes.normal)
    return (rate, velocity - step.axes.normal * rate)
  }

  private func square(_ x: Double) -> Double { x * x }
}

private func dot(_ a: Vector3, _ b: Vector3) -> Double { (a * b).sum() }

private func cross(_ a: Vector3, _ b: Vector3) -> Vector3 {
  Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// A unit vector across the unit vector `n`, away from the axis that is nearest to it.
private func perpendicular(to n: Vector3) -> Vector3 {
  let across = abs(n.x) < 0.6 ? cross(n, Vector3(1, 0, 0)) : cross(n, Vector3(0, 1, 0))
  return across / dot(across, across).squareRoot()
}
