internal import RobotControl
internal import RobotDynamics
public import RobotUnits

/// A Cartesian impedance in the control cycle: some joints of the robot hold the frame of one body.
///
/// The law's reference is where the joints' references put that frame, its posture is the joints'
/// references themselves: motions, jogs and streams drive it as they drive the joints, and whatever bounds
/// their references bounds it. Its efforts take the place of the joints' own stiffness and damping; gravity,
/// friction and inertia go on being fed forward as each joint says. Where the stream gives one of the joints
/// a stiffness of its own, all of them fade to their own laws, and back when it does not. Real-time:
/// everything but `init`.
public struct TipImpedance: ~Copyable, Sendable {
  /// What it is made of.
  public struct Configuration: BitwiseCopyable, Sendable {
    /// The index of the body that is held.
    public var body: Int
    /// How it is held.
    public var law: CartesianImpedance.Configuration
    /// Stiffness of the posture [N.m/rad], at least 0.
    public var postureStiffness: Double
    /// Damping of free motion [N.m.s/rad], at least 0.
    public var postureDamping: Double

    /// The frame of `body`, in SI units.
    public init(
      body: Int, law: CartesianImpedance.Configuration, postureStiffness: Double,
      postureDamping: Double
    ) {
      self.body = body
      self.law = law
      self.postureStiffness = postureStiffness
      self.postureDamping = postureDamping
    }
  }

  let body: Int
  /// The joints that hold it, by their numbers, which are their coordinates in the tree.
  let joints: FixedArray<Int>
  private let law: CartesianImpedance
  /// What the law decides on, 0...1; the rest is the joints' own.
  var share = 1.0
  /// The law's efforts without the weight that the joints feed forward [N.m].
  let efforts: FixedArray<Double>

  private let jacobian: FixedArray<Twist>
  private let ownJacobian: FixedArray<Twist>
  private let inertia: FixedArray<Double>
  private let ownInertia: FixedArray<Double>
  private let carried: FixedArray<Double>
  private let positions: FixedArray<Double>
  private let velocities: FixedArray<Double>
  private let references: FixedArray<Double>

  /// Of a `configuration` that is right, held by `joints` of a tree of `coordinateCount` coordinates. The
  /// effort limits are those of `all`.
  public init(
    checked configuration: Configuration, joints: consuming FixedArray<Int>,
    of all: borrowing FixedArray<JointConfiguration>, coordinateCount: Int
  ) {
    let joints = joints
    let count = joints.count
    body = configuration.body
    law = CartesianImpedance(
      checked: configuration.law,
      joints: FixedArray(count: count) { index in
        CartesianImpedance.JointSettings(
          postureStiffness: configuration.postureStiffness,
          postureDamping: configuration.postureDamping,
          effortLimit: all[joints[index]].effortLimit)
      })
    let still = Twist(linear: Vector3(0, 0, 0), angular: Vector3(0, 0, 0))
    efforts = FixedArray(repeating: 0, count: count)
    jacobian = FixedArray(repeating: still, count: coordinateCount)
    ownJacobian = FixedArray(repeating: still, count: count)
    inertia = FixedArray(repeating: 0, count: coordinateCount * coordinateCount)
    ownInertia = FixedArray(repeating: 0, count: count * count)
    carried = FixedArray(repeating: 0, count: count)
    positions = FixedArray(repeating: 0, count: count)
    velocities = FixedArray(repeating: 0, count: count)
    references = FixedArray(repeating: 0, count: coordinateCount)
    self.joints = joints
  }

  /// Fills `efforts` for the state of `pairs`; `measured` are the tree's positions.
  @_noAllocation @_noLocks
  func update(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork,
    measured: borrowing FixedArray<Double>, _ pairs: borrowing FixedArray<JointPair>
  ) {
    let reference = reference(tree, work, measured: measured, pairs)
    tree.jointInertia(positions: measured, into: inertia, work)
    let tip = tree.pose(ofBody: body, work)
    tree.jacobian(ofBody: body, in: .localWorldAligned, into: jacobian, work)
    let all = tree.velocityCount
    for row in 0..<joints.count {
      let joint = joints[row]
      ownJacobian[row] = jacobian[joint]
      for column in 0..<joints.count {
        ownInertia[row * joints.count + column] = inertia[joint * all + joints[column]]
      }
      ownInertia[row * joints.count + row] += pairs[joint >> 1].armature[joint & 1]
      carried[row] = pairs[joint >> 1].carriedWeight(joint & 1)
      positions[row] = measured[joint]
      velocities[row] = pairs[joint >> 1].estimator.velocity[joint & 1]
    }
    _ = law.update(
      reference, tip: tip, jacobian: ownJacobian, inertia: ownInertia, gravity: carried,
      positions: positions, velocities: velocities, into: efforts)
    for row in 0..<joints.count { efforts[row] -= carried[row] }
  }

  /// Where the joints' references put the frame, and how they move it.
  @_noAllocation @_noLocks
  private func reference(
    _ tree: borrowing KinematicTree, _ work: borrowing TreeWork,
    measured: borrowing FixedArray<Double>, _ pairs: borrowing FixedArray<JointPair>
  ) -> CartesianImpedance.Reference {
    for coordinate in 0..<references.count { references[coordinate] = measured[coordinate] }
    for row in 0..<joints.count {
      let joint = joints[row]
      let position = pairs[joint >> 1].limiter.position[joint & 1]
      references[joint] = position
      law.posture[row] = position
    }
    tree.place(positions: references, work)
    tree.jacobian(ofBody: body, in: .localWorldAligned, into: jacobian, work)
    var velocity = Twist(linear: Vector3(0, 0, 0), angular: Vector3(0, 0, 0))
    for row in 0..<joints.count {
      let joint = joints[row]
      let speed = pairs[joint >> 1].limiter.velocity[joint & 1]
      velocity.linear += jacobian[joint].linear * speed
      velocity.angular += jacobian[joint].angular * speed
    }
    return CartesianImpedance.Reference(pose: tree.pose(ofBody: body, work), velocity: velocity)
  }
}
