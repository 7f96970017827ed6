/// How good a device's exchanges were lately, against the error budget of the robot file.
public enum DeviceHealth: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  /// Within its budget.
  case good = 0
  /// More errors than `errors.degrade`, or not yet down to half of them.
  case degraded = 1
  /// More errors than `errors.fault`.
  case failing = 2
}

/// A device on a bus, and how well it answers.
public struct DeviceState: Hashable, Sendable {
  /// Its name in the robot file.
  public var name: String
  /// How good it is.
  public var health: DeviceHealth
  /// Failed or invalid exchanges within its window.
  public var errors: UInt32
  /// Whether it lost its settings and was not yet set up again.
  public var hasLostSettings: Bool

  /// A device.
  public init(name: String, health: DeviceHealth, errors: UInt32, hasLostSettings: Bool = false) {
    self.name = name
    self.health = health
    self.errors = errors
    self.hasLostSettings = hasLostSettings
  }
}

extension DeviceState: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(name)
    writer.integer(health.rawValue)
    writer.bool(hasLostSettings)
    writer.integer(errors)
  }

  init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string("name")
    health = try reader.choice("health")
    hasLostSettings = try reader.bool("hasLostSettings")
    errors = try reader.integer()
  }
}
