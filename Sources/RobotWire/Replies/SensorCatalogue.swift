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

/// The sensors of a robot from one of them on: as many as one frame has room for.
public struct SensorCatalogue: Hashable, Sendable {
  /// How many sensors there are.
  public var total: UInt16
  /// The number of the first of `sensors`.
  public var first: UInt16
  /// The sensors from there on.
  public var sensors: [SensorInfo]

  /// A part of the catalogue.
  public init(total: UInt16, first: UInt16, sensors: [SensorInfo]) {
    self.total = total
    self.first = first
    self.sensors = sensors
  }

  /// The part of `all` that begins with number `first` and fits in one frame; `nil` where there is no
  /// such number. The first of no sensors is 0. Real-time: no.
  public init?(_ all: [SensorInfo], from first: UInt16) {
    guard let part = Pages.part(of: all, from: first, fixed: 2 + 2 + 2) else { return nil }
    self.init(total: UInt16(clamping: all.count), first: first, sensors: part)
  }
}

extension SensorCatalogue: WireCodable {
  func encode(into writer: inout WireWriter) {
    if !Pages.isPart(sensors.count, from: first, of: total) { writer.refuse("total") }
    writer.integer(total)
    writer.integer(first)
    writer.list(sensors)
  }

  init(from reader: inout WireReader) throws(WireError) {
    total = try reader.integer()
    first = try reader.integer()
    sensors = try reader.list()
    guard Pages.isPart(sensors.count, from: first, of: total) else {
      throw .badPayload(field: "total")
    }
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
