public import RobotConfiguration
public import RobotControl
public import RobotCore
public import RobotDynamics
internal import RobotUnits

/// A robot file and its URDF, joined: what the control cycle needs of every joint.
public struct RobotModel: Sendable {
  /// The robot file.
  public let robot: RobotDescription
  /// The joints for the control cycle, in the order of the robot file.
  public let joints: [JointConfiguration]
  /// The joints that share their actuators.
  public let couplings: [CouplingConfiguration]
  /// When the control cycle gives up.
  public var safety: SafetyConfiguration { SafetyConfiguration(robot) }
  /// What lies between each joint and the shaft of its gear motor, in the same order; actuator and joint move
  /// up together, and stand at 0 together.
  public let transmissions: [Transmission]
  /// What the URDF adds for the simulation, in the same order.
  public let mechanics: [Mechanics]
  /// The bodies of the tree; empty without a URDF.
  public let bodies: [Body]
  /// The joints of the tree that no actuator moves but that follow one (`mimic`).
  public let followers: [JointFollower]
  /// The name of the URDF's link of each body.
  public let links: [String]
  /// The Cartesian impedances, in the order of the robot file.
  public let holds: [TipHold]
  /// What keeps the robot from being armed, for people.
  public let armingBlocks: [ConfigurationError]
  /// The drivers of the devices.
  let devices: DeviceSet
  /// The drivers of the servos.
  let servos: ServoSet

  /// Friction and stops of one joint.
  public struct Mechanics: Sendable, Hashable {
    /// Viscous friction [N.m.s/rad or N.s/m].
    public var damping: Double
    /// Coulomb friction [N.m or N].
    public var friction: Double
    /// Where the simulation's mechanical stops are [rad or m].
    public var stops: ClosedRange<Double>
  }

  /// Joins `robot` with `urdf`. All errors are reported together.
  public init(robot: RobotDescription, urdf: URDFModel?) throws(ConfigurationErrors) {
    devices = try DeviceSet(robot)
    servos = try ServoSet(robot)
    var builder = RobotModelBuilder(robot: robot, urdf: urdf)
    for joint in robot.joints { builder.add(joint) }
    builder.couple()
    builder.checkSimulation()
    holds = builder.holds()
    try ConfigurationErrors.throwIfAny(
      builder.errors + Self.watchErrors(robot, devices, servos))
    self.robot = robot
    joints = builder.joints
    couplings = builder.couplings
    transmissions = builder.transmissions
    mechanics = builder.mechanics
    bodies = builder.bodies
    followers = builder.followers
    links = builder.tree?.links ?? []
    armingBlocks = builder.armingBlocks
  }

  /// How far the shaft that the encoder of `joint` measures turns, where it moves several joints.
  func shaftRange(_ joint: Int) -> ClosedRange<Double>? {
    for coupling in couplings where coupling.isMeasuredAtShafts {
      if let shaft = coupling.joints.firstIndex(of: joint) {
        return coupling.range(ofShaft: shaft, joints)
      }
    }
    return nil
  }

  /// One for each joint and each that follows; 0 without a URDF.
  var coordinateCount: Int { bodies.isEmpty ? 0 : joints.count + followers.count }

  /// The followers in that tree.
  func makeFollowers() -> JointFollowers {
    JointFollowers(FixedArray(followers), coordinateCount: coordinateCount)
  }

  /// The tree for the control cycle, on a fixed base.
  public func makeTree() -> KinematicTree { makeTree(base: .fixed) }

  /// The tree for the plant.
  func makeTree(base: KinematicTree.Base) -> KinematicTree {
    KinematicTree(bodies: bodies, coordinateCount: coordinateCount, base: base)
  }
}
