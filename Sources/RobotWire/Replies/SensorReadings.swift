public import RobotUnits

/// What a sensor's replies said beside their numbers. Bits without a name are kept as they came.
public struct SensorConditions: OptionSet, Hashable, Sendable {
  /// The bits, as on the wire.
  public let rawValue: UInt16
  /// A set of these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The last reply meant nothing: too short, all bits alike, an impossible number.
  public static let invalid = SensorConditions(rawValue: 1 << 0)
  /// The last reply brought no new measurement.
  public static let notReady = SensorConditions(rawValue: 1 << 1)
  /// A channel is at an end of its range.
  public static let clipped = SensorConditions(rawValue: 1 << 2)
  /// The device said that it was reset.
  public static let wasReset = SensorConditions(rawValue: 1 << 3)
  /// The device reports a failure of its own.
  public static let deviceFault = SensorConditions(rawValue: 1 << 4)
  /// The measurement is weak.
  public static let weak = SensorConditions(rawValue: 1 << 5)
  /// The device's settings were read back and are not those that were written.
  public static let lostSettings = SensorConditions(rawValue: 1 << 15)
}

/// A number of a sensor, and whether it is worth something.
public struct ChannelValue: Hashable, Sendable, BitwiseCopyable {
  /// The number in the unit of its channel; the last one while it is not valid.
  public var value: Double
  /// Whether it is worth something.
  public var isValid: Bool

  /// A number.
  public init(_ value: Double, isValid: Bool) {
    self.value = value
    self.isValid = isValid
  }
}

/// What one sensor has measured.
public struct SensorReadings: Hashable, Sendable {
  /// The most channels of a sensor.
  public static let mostChannels = 256

  /// When the newest measurement was read; `nil` before the first.
  public var validAt: MonotonicInstant?
  /// How old that is at `SensorSamples.time`; zero where `validAt` is `nil`.
  public var age: TimeSpan
  /// What its replies said beside their numbers.
  public var conditions: SensorConditions
  /// Exchanges with it that failed since the daemon started.
  public var failures: UInt32
  /// Its numbers, in the order of `SensorInfo.channels`; at most `mostChannels`.
  public var channels: [ChannelValue]

  /// What a sensor has measured.
  public init(
    validAt: MonotonicInstant?, age: TimeSpan, conditions: SensorConditions, failures: UInt32,
    channels: [ChannelValue]
  ) {
    self.validAt = validAt
    self.age = age
    self.conditions = conditions
    self.failures = failures
    self.channels = channels
  }
}

/// What the sensors have measured by the end of one cycle, from one of them on: as many as one frame has
/// room for. A client that needs several frames sees by `cycle` whether they are of one cycle.
public struct SensorSamples: Hashable, Sendable {
  /// The control cycle's number.
  public var cycle: UInt64
  /// The control cycle's start.
  public var time: MonotonicInstant
  /// How many sensors there are.
  public var total: UInt16
  /// The number of the first of `sensors`.
  public var first: UInt16
  /// The sensors from there on.
  public var sensors: [SensorReadings]

  /// A part of what the sensors have measured.
  public init(
    cycle: UInt64, time: MonotonicInstant, total: UInt16, first: UInt16, sensors: [SensorReadings]
  ) {
    self.cycle = cycle
    self.time = time
    self.total = total
    self.first = first
    self.sensors = sensors
  }

  /// The part of `all` that begins with number `first` and fits in one frame; `nil` where there is no
  /// such number. The first of no sensors is 0. Real-time: no.
  public init?(
    cycle: UInt64, time: MonotonicInstant, _ all: [SensorReadings], from first: UInt16
  ) {
    guard let part = Pages.part(of: all, from: first, fixed: 8 + 8 + 2 + 2 + 2) else { return nil }
    self.init(
      cycle: cycle, time: time, total: UInt16(clamping: all.count), first: first, sensors: part)
  }
}
