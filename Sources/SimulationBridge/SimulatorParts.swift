/// What a simulator is asked to have: the joints of a robot and the devices that feel something.
public struct SimulatorParts: Hashable, Sendable {
  /// A joint by the robot file's name.
  public struct Joint: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Whether it moves along its axis, and not about it.
    public let isPrismatic: Bool

    /// A joint.
    public init(_ name: String, isPrismatic: Bool) {
      self.name = name
      self.isPrismatic = isPrismatic
    }
  }

  /// A device by the robot file's name.
  public struct Sensor: Hashable, Sendable {
    /// What it feels.
    public enum Kind: UInt32, Sendable {
      /// Specific force, angular velocity and orientation: 10 numbers.
      case inertial = 1
      /// A force: 3 numbers.
      case pad = 2
    }

    /// Its name.
    public let name: String
    /// What it feels.
    public let kind: Kind

    /// A sensor.
    public init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }

    /// How many numbers it feels.
    public var count: Int { kind == .inertial ? 10 : 3 }
  }

  /// In the robot's order.
  public let joints: [Joint]
  /// In any order.
  public let sensors: [Sensor]

  /// Parts of a robot.
  public init(joints: [Joint], sensors: [Sensor] = []) {
    self.joints = joints
    self.sensors = sensors
  }
}
