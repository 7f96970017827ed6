/// Why the applied effort or the reference is not the desired one. Bits without a name are kept.
public struct LimitingReasons: OptionSet, Hashable, Sendable {
  /// The bits, as on the wire.
  public let rawValue: UInt16
  /// A set of these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A position limit, or the distance needed to stop before it.
  public static let position = LimitingReasons(rawValue: 1 << 0)
  /// The velocity limit.
  public static let velocity = LimitingReasons(rawValue: 1 << 1)
  /// The acceleration limit.
  public static let acceleration = LimitingReasons(rawValue: 1 << 2)
  /// The effort limit.
  public static let effort = LimitingReasons(rawValue: 1 << 3)
  /// The supply voltage does not give the effort.
  public static let voltage = LimitingReasons(rawValue: 1 << 4)
  /// The gains are still ramping up after arming.
  public static let arming = LimitingReasons(rawValue: 1 << 5)
  /// The joint is beyond its position limit: effort outwards is withheld.
  public static let endStop = LimitingReasons(rawValue: 1 << 6)
  /// The stream of commands ended: the joint does what its robot file says.
  public static let commandLost = LimitingReasons(rawValue: 1 << 7)
  /// The feedback gave out energy: it is damped, or its gains are backed off.
  public static let passivity = LimitingReasons(rawValue: 1 << 8)
  /// A limit switch keeps the joint from going further its way.
  public static let limitSwitch = LimitingReasons(rawValue: 1 << 9)
  /// The jerk limit.
  public static let jerk = LimitingReasons(rawValue: 1 << 10)
  /// A temperature leaves the joint only a part of its effort.
  public static let temperature = LimitingReasons(rawValue: 1 << 11)
  /// The joint oscillated: its gains are folded back.
  public static let oscillation = LimitingReasons(rawValue: 1 << 12)
  /// The motor's peak current, or what its heat leaves of it, gives less effort.
  public static let current = LimitingReasons(rawValue: 1 << 13)
}

/// One joint at the end of one control cycle. Numbers are reported as they are, NaN included.
public struct JointSnapshot: Hashable, Sendable {
  /// Position that the controller follows [rad or m].
  public var referencePosition: Double
  /// Velocity that the controller follows [rad/s or m/s].
  public var referenceVelocity: Double
  /// Measured position [rad or m].
  public var measuredPosition: Double
  /// Measured velocity [rad/s or m/s].
  public var measuredVelocity: Double
  /// Effort after the guard [N·m or N].
  public var effortApplied: Double
  /// Effort before the guard [N·m or N].
  public var effortDesired: Double
  /// Why the two differ.
  public var limiting: LimitingReasons
  /// Cycles since the position was measured; 65535 stands for that many or more.
  public var age: UInt16

  /// A joint at the end of a control cycle.
  public init(
    referencePosition: Double, referenceVelocity: Double, measuredPosition: Double,
    measuredVelocity: Double, effortApplied: Double, effortDesired: Double,
    limiting: LimitingReasons, age: UInt16
  ) {
    self.referencePosition = referencePosition
    self.referenceVelocity = referenceVelocity
    self.measuredPosition = measuredPosition
    self.measuredVelocity = measuredVelocity
    self.effortApplied = effortApplied
    self.effortDesired = effortDesired
    self.limiting = limiting
    self.age = age
  }
}

extension JointSnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.number(referencePosition)
    writer.number(referenceVelocity)
    writer.number(measuredPosition)
    writer.number(measuredVelocity)
    writer.number(effortApplied)
    writer.number(effortDesired)
    writer.integer(limiting.rawValue)
    writer.integer(age)
  }

  init(from reader: inout WireReader) throws(WireError) {
    referencePosition = try reader.number()
    referenceVelocity = try reader.number()
    measuredPosition = try reader.number()
    measuredVelocity = try reader.number()
    effortApplied = try reader.number()
    effortDesired = try reader.number()
    limiting = LimitingReasons(rawValue: try reader.integer())
    age = try reader.integer()
  }
}
