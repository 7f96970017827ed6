import RobotDynamics
import RobotUnits
import TestSupport

/// A tree with its room to work in, in arrays.
final class TreeBench {
  var tree: KinematicTree
  let work: TreeWork
  var velocityCount: Int { tree.velocityCount }

  init(
    _ bodies: [Body], gravity: Vector3 = Vector3(0, 0, -9.81), base: KinematicTree.Base = .fixed
  ) {
    tree = KinematicTree(
      bodies: bodies, coordinateCount: bodies.count { $0.coordinate >= 0 }, gravity_W: gravity,
      base: base)
    work = TreeWork(for: tree)
  }

  private func collect(_ count: Int, _ body: (borrowing FixedArray<Double>) -> Void) -> [Double] {
    let result = FixedArray(repeating: Double.nan, count: count)
    body(result)
    return (0..<count).map { result[$0] }
  }

  func gravity(_ q: [Double]) -> [Double] {
    collect(velocityCount) { tree.gravity(positions: FixedArray(q), into: $0, work) }
  }

  func gravityAfterJointInertia(_ q: [Double]) -> [Double] {
    _ = inertia(q)
    return collect(velocityCount) { tree.gravityAfterJointInertia(into: $0, work) }
  }

  func inverse(_ q: [Double], _ v: [Double], _ a: [Double], _ forces: [ExternalForce]? = nil)
    -> [Double]
  {
    collect(velocityCount) { efforts in
      if let forces {
        tree.inverseDynamics(
          positions: FixedArray(q), velocities: FixedArray(v), accelerations: FixedArray(a),
          forces: FixedArray(forces), into: efforts, work)
      } else {
        tree.inverseDynamics(
          positions: FixedArray(q), velocities: FixedArray(v), accelerations: FixedArray(a),
          into: efforts, work)
      }
    }
  }

  func nonlinear(_ q: [Double], _ v: [Double]) -> [Double] {
    collect(velocityCount) {
      tree.nonlinearEffects(positions: FixedArray(q), velocities: FixedArray(v), into: $0, work)
    }
  }

  func forward(_ q: [Double], _ v: [Double], _ tau: [Double], _ forces: [ExternalForce]? = nil)
    -> [Double]
  {
    collect(velocityCount) { accelerations in
      if let forces {
        tree.forwardDynamics(
          positions: FixedArray(q), velocities: FixedArray(v), efforts: FixedArray(tau),
          forces: FixedArray(forces), into: accelerations, work)
      } else {
        tree.forwardDynamics(
          positions: FixedArray(q), velocities: FixedArray(v), efforts: FixedArray(tau),
          into: accelerations, work)
      }
    }
  }

  /// The rows of the joint-space inertia.
  func inertia(_ q: [Double]) -> [[Double]] {
    let n = velocityCount
    let flat = collect(n * n) { tree.jointInertia(positions: FixedArray(q), into: $0, work) }
    return (0..<n).map { Array(flat[($0 * n)..<(($0 + 1) * n)]) }
  }

  /// The rows of the Coriolis matrix.
  func coriolis(_ q: [Double], _ v: [Double]) -> [[Double]] {
    let n = velocityCount
    let flat = collect(n * n) {
      tree.coriolis(positions: FixedArray(q), velocities: FixedArray(v), into: $0, work)
    }
    return (0..<n).map { Array(flat[($0 * n)..<(($0 + 1) * n)]) }
  }

  /// What the control cycle takes.
  func gravityAndInertia(_ q: [Double]) -> (gravity: [Double], inertia: [Double]) {
    var inertia: [Double] = []
    let gravity = collect(velocityCount) { gravity in
      inertia = collect(velocityCount) { inertia in
        tree.gravityAndInertia(
          positions: FixedArray(q), gravity: gravity, inertia: inertia, work)
      }
    }
    return (gravity, inertia)
  }

  func pose(_ body: Int, _ q: [Double]) -> Pose {
    tree.place(positions: FixedArray(q), work)
    return tree.pose(ofBody: body, work)
  }

  func jacobian(_ body: Int, _ q: [Double], _ reference: ReferenceFrame) -> [Twist] {
    tree.place(positions: FixedArray(q), work)
    let columns = FixedArray(
      repeating: Twist(linear: .zero, angular: .zero), count: velocityCount)
    tree.jacobian(ofBody: body, in: reference, into: columns, work)
    return (0..<velocityCount).map { columns[$0] }
  }
}

/// Largest difference, relative to what is above 1.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  return zip(a, b).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}

/// Sum of products.
func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }

extension SeededRandom {
  mutating func numbers(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in number(range) }
  }

  mutating func vector(_ size: Double) -> Vector3 {
    Vector3(number(-size...size), number(-size...size), number(-size...size))
  }

  mutating func direction() -> Vector3 {
    var v = vector(1)
    while (v * v).sum() < 0.01 { v = vector(1) }
    return v / (v * v).sum().squareRoot()
  }

  /// `count` bodies with joints of all kinds about and along any axis, each on any body before it. With
  /// `hasBase` the first is fixed to the root: a floating base needs a mass.
  mutating func bodies(_ count: Int, hasBase: Bool = false) -> [Body] {
    var bodies: [Body] = []
    var coordinates = 0
    for index in 0..<count {
      let motions: [Body.Motion] = [.fixed, .prismatic, .revolute, .revolute]
      let isBase = hasBase && index == 0
      let motion = isBase ? .fixed : motions.randomElement(using: &self) ?? .fixed
      bodies.append(
        Body(
          parent: Int.random(in: -1..<index, using: &self),
          coordinate: motion == .fixed ? -1 : coordinates, motion: motion, p_PB: vector(1),
          R_PB: .rollPitchYaw(vector(3)), axis_B: direction(), mass: number(0.1...3),
          com_B: vector(0.3),
          inertia_B: (
            Vector3(number(0.1...0.2), number(0.1...0.2), number(0.1...0.2)), vector(0.03)
          )))
      if motion != .fixed { coordinates += 1 }
    }
    return bodies
  }

  /// A position of the base and a quaternion of length 0.5 to 2, for a floating base.
  mutating func basePosition() -> [Double] {
    var quaternion = numbers(4, -1...1)
    let length = product(quaternion, quaternion).squareRoot()
    let wanted = number(0.5...2)
    quaternion = length < 0.1 ? [0, 0, 0, 1] : quaternion.map { $0 * wanted / length }
    return numbers(3, -2...2) + quaternion
  }
}
