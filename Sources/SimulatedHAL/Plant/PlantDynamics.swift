import RobotDynamics
import RobotUnits

/// How the plant moves: joints, tree and touches of surfaces, solved together, step by step.
///
/// Each step is semi-implicit Euler on the articulated bodies of the tree, gravity, Coriolis and
/// centrifugal forces and the coupling of all accelerations included, implicit in everything stiff:
///
///     (M + dt D) a = e - D v - h - J^T f,  v' = v + dt a,  q' = q + dt v'
///
/// with rotor inertias in M, what drives the joints e and its fall with their velocities D
/// (`GearMotorJoint`), gravity and velocity terms h, touches and pushes f. Joints and touches that end on
/// another piece of their law than they were solved for have the step solved again, at most
/// `mostSolutions` times.
struct PlantDynamics: ~Copyable {
  /// The length of a step [ns].
  static let step: Int64 = 125_000
  private static let mostSolutions = 12

  /// A force by hand on a body.
  struct Push {
    var body: Int
    var point_B: Vector3
    var force_W: Vector3
    var moment_W: Vector3
  }

  var joints: [GearMotorJoint]
  var pushes: [Push] = []
  private(set) var touches: [Touch]
  private let tree: KinematicTree
  private let work: TreeWork
  private let positions: FixedArray<Double>
  private let velocities: FixedArray<Double>
  private let steps: FixedArray<JointStep>
  /// Of the joints that carry nothing.
  private let loose: FixedArray<JointStep>

  init(
    _ parameters: [GearMotorJoint.Parameters], _ tree: consuming KinematicTree, touches: [Touch]
  ) {
    joints = parameters.map(GearMotorJoint.init)
    self.touches = touches
    positions = FixedArray(repeating: 0, count: tree.velocityCount)
    velocities = FixedArray(repeating: 0, count: tree.velocityCount)
    steps = FixedArray(repeating: JointStep(), count: tree.velocityCount)
    loose = FixedArray(repeating: JointStep(), count: parameters.count)
    for joint in parameters where joint.coordinate >= 0 {
      positions[joint.coordinate] = joint.start
    }
    work = TreeWork(for: tree)
    self.tree = tree
  }

  /// One step; each joint has begun its own.
  mutating func advance() {
    let dt = Double(PlantDynamics.step) * 1e-9
    var solutions = 0
    repeat {
      solve(isFirst: solutions == 0, dt)
      solutions += 1
    } while correct() && solutions < PlantDynamics.mostSolutions
    for joint in joints.indices {
      joints[joint].end(result(joint))
      let coordinate = joints[joint].parameters.coordinate
      guard coordinate >= 0 else { continue }
      positions[coordinate] = joints[joint].position
      velocities[coordinate] = joints[joint].velocity
    }
    for touch in touches.indices { touches[touch].end(tree, work) }
  }

  private mutating func solve(isFirst: Bool, _ dt: Double) {
    tree.beginStep(positions: positions, velocities: velocities, work)
    for touch in touches.indices {
      if isFirst { touches[touch].begin(tree, work, dt) }
      touches[touch].push(tree, work)
    }
    for index in pushes.indices { apply(pushes[index], dt) }
    for joint in joints.indices {
      let law = joints[joint].law()
      let coordinate = joints[joint].parameters.coordinate
      if coordinate >= 0 { steps[coordinate] = law } else { solveAlone(joint, law, dt) }
    }
    tree.endStep(steps, velocities: velocities, by: dt, work)
  }

  private mutating func correct() -> Bool {
    var isAnother = false
    for joint in joints.indices {
      if joints[joint].correct(result(joint)) { isAnother = true }
    }
    for touch in touches.indices {
      if touches[touch].correct(tree, work) { isAnother = true }
    }
    return isAnother
  }

  private func result(_ joint: Int) -> JointStep {
    let coordinate = joints[joint].parameters.coordinate
    return coordinate >= 0 ? steps[coordinate] : loose[joint]
  }

  private func apply(_ push: Push, _ dt: Double) {
    let pose = tree.pose(ofBody: push.body, work)
    let point = pose.p_WF + pose.R_WF.apply(push.point_B)
    let size = (push.force_W * push.force_W).sum().squareRoot()
    if size > 0 {
      tree.push(
        PointForce(
          body: push.body, point_W: point, direction_W: push.force_W / size, force: size),
        by: dt, work)
    }
    tree.push(body: push.body, moment_W: push.moment_W, work)
  }

  /// What `KinematicTree.endStep` does, for a joint without a tree.
  private func solveAlone(_ joint: Int, _ law: JointStep, _ dt: Double) {
    var step = law
    let velocity = joints[joint].velocity
    if law.isHeld {
      step.velocity = 0
      step.effort = -law.armature * velocity / dt
    } else {
      let acceleration =
        (law.effort - law.damping * velocity) / (law.armature + dt * law.damping)
      step.velocity = velocity + dt * acceleration
    }
    loose[joint] = step
  }

  /// Where the frame of `body` stands.
  func pose(ofBody body: Int) -> Pose {
    tree.place(positions: positions, work)
    return tree.pose(ofBody: body, work)
  }
}
