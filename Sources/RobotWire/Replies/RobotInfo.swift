public import RobotUnits

/// What a client needs to know of the robot before it commands it. Does not change while the daemon runs.
public struct RobotInfo: Hashable, Sendable {
  /// The robot's name in its file.
  public var name: String
  /// The rate of the control cycle.
  public var rate: Frequency
  /// Whether the hardware is simulated.
  public var isSimulated: Bool
  /// Whether the control thread runs with real-time scheduling and locked memory.
  public var isRealtime: Bool
  /// Why it does not; empty when it does.
  public var degradedReason: String
  /// The joints; their order is the robot order of every other message.
  public var joints: [JointInfo]
  /// The buses, in the order of `StatisticsSnapshot.buses`.
  public var buses: [BusInfo]
  /// The names of the power devices, in the order of `StateSnapshot.supplies`.
  public var supplies: [String]

  /// A description of a robot.
  public init(
    name: String, rate: Frequency, isSimulated: Bool, isRealtime: Bool, degradedReason: String,
    joints: [JointInfo], buses: [BusInfo], supplies: [String]
  ) {
    self.name = name
    self.rate = rate
    self.isSimulated = isSimulated
    self.isRealtime = isRealtime
    self.degradedReason = degradedReason
    self.joints = joints
    self.buses = buses
    self.supplies = supplies
  }
}

/// A joint and its limits: infinite where there is none, NaN where it is not specified. Whether they
/// are in rad and N·m or in m and N, `Reply.jointKinds` says.
public struct JointInfo: Hashable, Sendable {
  /// The joint's name in the robot file.
  public var name: String
  /// Lower position limit [rad or m].
  public var lower: Double
  /// Upper position limit [rad or m].
  public var upper: Double
  /// Velocity limit [rad/s or m/s].
  public var velocity: Double
  /// Acceleration limit [rad/s² or m/s²].
  public var acceleration: Double
  /// Effort limit [N·m or N].
  public var effort: Double

  /// A joint and its limits.
  public init(
    name: String, lower: Double, upper: Double, velocity: Double, acceleration: Double,
    effort: Double
  ) {
    self.name = name
    self.lower = lower
    self.upper = upper
    self.velocity = velocity
    self.acceleration = acceleration
    self.effort = effort
  }
}

/// A bus and what the control cycle plans to do with it.
public struct BusInfo: Hashable, Sendable {
  /// The bus's name in the robot file.
  public var name: String
  /// The time on the wire that one cycle needs at most.
  public var planned: TimeSpan
  /// `planned` as a part of the control period. Range: 0 to 1 for a feasible plan; finite.
  public var utilisation: Double

  /// A bus and its budget.
  public init(name: String, planned: TimeSpan, utilisation: Double) {
    self.name = name
    self.planned = planned
    self.utilisation = utilisation
  }
}

extension RobotInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(name)
    writer.number(rate.hertz)
    writer.bool(isSimulated)
    writer.bool(isRealtime)
    writer.string(degradedReason)
    writer.list(joints)
    writer.list(buses)
    writer.list(supplies)
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    guard let rate = Frequency(hertz: try reader.number()) else {
      throw .badPayload(field: "rate")
    }
    self.rate = rate
    isSimulated = try reader.bool("isSimulated")
    isRealtime = try reader.bool("isRealtime")
    degradedReason = try reader.string("degradedReason")
    joints = try reader.list()
    buses = try reader.list()
    supplies = try reader.list()
  }
}

extension JointInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(name)
    writer.number(lower)
    writer.number(upper)
    writer.number(velocity)
    writer.number(acceleration)
    writer.number(effort)
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    lower = try reader.number()
    upper = try reader.number()
    velocity = try reader.number()
    acceleration = try reader.number()
    effort = try reader.number()
  }
}

extension BusInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(name)
    writer.span(planned)
    writer.finite(utilisation, "utilisation")
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    planned = try reader.span()
    utilisation = try reader.finite("utilisation")
  }
}

extension String: WireCodable {
  func encode(into writer: inout WireWriter) { writer.string(self) }
  init(from reader: inout WireReader) throws(WireError) { self = try reader.string("name") }
}
