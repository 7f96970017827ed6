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
/// `mostSolutions` times. A floating base goes where the tree takes it. Joints that are tied to others (`PlantTies`) are solved without the ties first, and
/// then with the efforts that these need.
struct PlantDynamics: ~Copyable {
  /// The length of a step [ns].
  static let step: Int64 = 125_000
  private static let mostSolutions = 12
  /// What a joint that follows another weighs beside its links: some have none [kg.m^2 or kg].
  private static let followerInertia = 1e-9

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
  /// Of the tree's velocities, then of the joints that carry nothing: by slots.
  private let steps: FixedArray<JointStep>
  /// The place of each joint among them, and in the tree's positions: -1 where it carries nothing.
  private let slots: FixedArray<Int>
  private let places: FixedArray<Int>
  private let couplings: [CoupledMotors]
  private let followers: [JointFollower]
  private let ties: PlantTies
  /// Efforts, and velocities or what becomes of them, by slots.
  private let pulls: FixedArray<Double>
  private let answers: FixedArray<Double>
  private let ends: FixedArray<Double>

  init(
    _ parameters: [GearMotorJoint.Parameters], _ tree: consuming KinematicTree, touches: [Touch],
    couplings: [CoupledMotors] = [], followers: [JointFollower] = [], base: Pose? = nil
  ) {
    let count = tree.velocityCount
    let slotOffset = tree.velocityIndex(0)
    let positionOffset = tree.positionIndex(0)
    var joints = parameters.map(GearMotorJoint.init)
    for joint in couplings.flatMap(\.joints) { joints[joint].isCoupled = true }
    let slots = parameters.enumerated().map { joint, parameters in
      parameters.coordinate >= 0 ? parameters.coordinate + slotOffset : count + joint
    }
    let positions = FixedArray(repeating: 0.0, count: tree.positionCount)
    if let base {
      for (index, value) in base.coordinates.enumerated() { positions[index] = value }
    }
    for joint in parameters where joint.coordinate >= 0 {
      positions[joint.coordinate + positionOffset] = joint.start
    }
    for follower in followers {
      positions[follower.coordinate + positionOffset] =
        follower.position(of: positions[follower.leader + positionOffset])
    }
    let ties = PlantTies(couplings, followers, slots: slots, offset: slotOffset)
    let slotCount = count + parameters.count
    Self.turnShafts(of: &joints, couplings)
    self.joints = joints
    self.slots = FixedArray(slots)
    places = FixedArray(
      parameters.map { $0.coordinate >= 0 ? $0.coordinate + positionOffset : -1 })
    self.touches = touches
    self.couplings = couplings
    self.followers = followers
    self.ties = ties
    self.positions = positions
    velocities = FixedArray(repeating: 0, count: count)
    steps = FixedArray(repeating: JointStep(), count: slotCount)
    pulls = FixedArray(repeating: 0, count: slotCount)
    answers = FixedArray(repeating: 0, count: slotCount)
    ends = FixedArray(repeating: 0, count: slotCount)
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
      joints[joint].end(steps[slots[joint]])
      guard places[joint] >= 0 else { continue }
      positions[places[joint]] = joints[joint].position
      velocities[slots[joint]] = joints[joint].velocity
    }
    follow()
    for touch in touches.indices { touches[touch].end(tree, work) }
    tree.advanceBase(positions: positions, velocities: velocities, by: dt, work)
  }

  /// Ends a step, which each joint has begun, where the joints are found outside.
  mutating func take(_ states: [JointState]) {
    for joint in joints.indices {
      joints[joint].take(states[joint])
      guard places[joint] >= 0 else { continue }
      positions[places[joint]] = joints[joint].position
      velocities[slots[joint]] = joints[joint].velocity
    }
    follow()
  }

  /// Puts `joint` at `position` or its nearest stop, at rest, and what hangs on it.
  mutating func place(_ joint: Int, at position: Double) {
    joints[joint].place(at: position)
    if places[joint] >= 0 {
      positions[places[joint]] = joints[joint].position
      velocities[slots[joint]] = 0
    }
    follow()
  }

  /// Brings followers and the shafts of coupled motors to where the joints have them.
  private mutating func follow() {
    for follower in followers {
      positions[tree.positionIndex(follower.coordinate)] =
        follower.position(of: positions[tree.positionIndex(follower.leader)])
      velocities[tree.velocityIndex(follower.coordinate)] =
        follower.multiplier * velocities[tree.velocityIndex(follower.leader)]
    }
    Self.turnShafts(of: &joints, couplings)
  }

  private mutating func solve(isFirst: Bool, _ dt: Double) {
    if ties.count > 0 {
      for slot in 0..<pulls.count { pulls[slot] = 0 }
      pass(isFirst: isFirst, dt)
      findTies(dt)
    }
    pass(isFirst: isFirst && ties.count == 0, dt)
  }

  /// Leaves in `pulls` what the ties do to the joints, after a pass without.
  private func findTies(_ dt: Double) {
    for slot in 0..<steps.count { ends[slot] = steps[slot].velocity }
    for row in 0..<ties.count {
      for slot in 0..<pulls.count { pulls[slot] = 0 }
      ties.pull(row, 1, into: pulls)
      tree.answer(to: pulls, steps, by: dt, into: answers, work)
      for slot in tree.velocityCount..<steps.count {
        let step = steps[slot]
        answers[slot] = step.isHeld ? 0 : pulls[slot] * dt / (step.armature + dt * step.damping)
      }
      let motor = ties.motor(row)
      ties.set(
        row, answer: answers, velocities: ends, shaft: motor >= 0 ? joints[motor].shaft : nil)
    }
    ties.solve()
    for slot in 0..<pulls.count { pulls[slot] = 0 }
    ties.apply(to: pulls)
  }

  private mutating func pass(isFirst: Bool, _ dt: Double) {
    tree.beginStep(positions: positions, velocities: velocities, work)
    for touch in touches.indices {
      if isFirst { touches[touch].begin(tree, work, dt) }
      touches[touch].push(tree, work)
    }
    for index in pushes.indices { apply(pushes[index], dt) }
    for joint in joints.indices {
      let slot = slots[joint]
      joints[joint].tied = pulls[slot]
      let law = joints[joint].law()
      if slot < tree.velocityCount { steps[slot] = law } else { solveAlone(joint, law, dt) }
    }
    for follower in followers {
      let slot = tree.velocityIndex(follower.coordinate)
      steps[slot].effort = pulls[slot]
      steps[slot].armature = PlantDynamics.followerInertia
    }
    tree.endStep(steps, velocities: velocities, by: dt, work)
  }

  private mutating func correct() -> Bool {
    var isAnother = false
    for joint in joints.indices {
      if joints[joint].correct(steps[slots[joint]]) { isAnother = true }
    }
    for touch in touches.indices {
      if touches[touch].correct(tree, work) { isAnother = true }
    }
    return isAnother
  }

  /// Puts the shafts of coupled motors where their joints have them.
  private static func turnShafts(of joints: inout [GearMotorJoint], _ couplings: [CoupledMotors]) {
    for coupling in couplings {
      for shaft in coupling.joints.indices {
        var (position, velocity) = (0.0, 0.0)
        for column in coupling.joints.indices {
          let joint = coupling.joints[column]
          position += coupling.inverse[shaft][column] * joints[joint].position
          velocity += coupling.inverse[shaft][column] * joints[joint].velocity
        }
        joints[coupling.joints[shaft]].turn(position: position, velocity: velocity)
      }
    }
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
    steps[slots[joint]] = step
  }

  /// Where the frame of `body` stands.
  func pose(ofBody body: Int) -> Pose {
    tree.place(positions: positions, work)
    return tree.pose(ofBody: body, work)
  }
}

extension Pose {
  /// As the positions of a floating base: x, y, z, then a quaternion x, y, z, w.
  ///
  /// Source: S. W. Shepperd, "Quaternion from rotation matrix", J. Guidance and Control 1, 1978.
  fileprivate var coordinates: [Double] {
    let (a, b, c) = (R_WF.x, R_WF.y, R_WF.z)
    let w = a.x + b.y + c.z
    var q = (x: b.z - c.y, y: c.x - a.z, z: a.y - b.x, w: 1 + w)
    if w < max(a.x, b.y, c.z) {
      if a.x >= max(b.y, c.z) {
        q = (1 + 2 * a.x - w, b.x + a.y, c.x + a.z, b.z - c.y)
      } else if b.y >= c.z {
        q = (b.x + a.y, 1 + 2 * b.y - w, c.y + b.z, c.x - a.z)
      } else {
        q = (c.x + a.z, c.y + b.z, 1 + 2 * c.z - w, a.y - b.x)
      }
    }
    return [p_WF.x, p_WF.y, p_WF.z, q.x, q.y, q.z, q.w]
  }
}
