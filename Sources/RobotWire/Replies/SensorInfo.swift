/// One number that a sensor gives.
public struct ChannelInfo: Hashable, Sendable {
  /// What it is called (`acceleration_x`, `taxel_3`).
  public var name: String
  /// What it is in, as people write it: SI, `degC` or `counts`.
  public var unit: String

  /// A number and its unit.
  public init(name: String, unit: String) {
    self.name = name
    self.unit = unit
  }
}

/// Something about a device that works and that a person should know of.
public struct SensorWarning: Hashable, Sendable {
  /// For people, in English.
  public var english: String
  /// The same in Chinese.
  public var chinese: String

  /// A warning.
  public init(english: String, chinese: String) {
    self.english = english
    self.chinese = chinese
  }
}

/// A sensor and what it measures. Does not change while the daemon runs.
public struct SensorInfo: Hashable, Sendable {
  /// The device's name in the robot file.
  public var name: String
  /// The driver's name in the robot file.
  public var driver: String
  /// The index of its bus in `RobotInfo.buses`.
  public var bus: UInt16
  /// The cycles between two of its turns, at least 1.
  public var every: UInt32
  /// What it measures, at most `SensorReadings.mostChannels`.
  public var channels: [ChannelInfo]
  /// What was found about the device before the first cycle.
  public var warnings: [SensorWarning]

  /// A sensor.
  public init(
    name: String, driver: String, bus: UInt16, every: UInt32, channels: [ChannelInfo],
    warnings: [SensorWarning] = []
  ) {
    self.name = name
    self.driver = driver
    self.bus = bus
    self.every = every
    self.channels = channels
    self.warnings = warnings
  }
}

extension SensorInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    if every == 0 { writer.refuse("every") }
    if channels.count > SensorReadings.mostChannels { writer.refuse("channels") }
    writer.string(name)
    writer.string(driver)
    writer.integer(bus)
    writer.integer(every)
    writer.list(channels)
    writer.list(warnings)
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    driver = try reader.string("driver")
    bus = try reader.integer()
    every = try reader.integer()
    guard every > 0 else { throw .badPayload(field: "every") }
    channels = try reader.list()
    guard channels.count <= SensorReadings.mostChannels else {
      throw .badPayload(field: "channels")
    }
    warnings = try reader.list()
  }
}

extension SensorWarning: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(english)
    writer.string(chinese)
  }

  init(from reader: inout WireReader) throws(WireError) {
    english = try reader.string("english")
    chinese = try reader.string("chinese")
  }
}

extension ChannelInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(name)
    writer.string(unit)
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    unit = try reader.string("unit")
  }
}
