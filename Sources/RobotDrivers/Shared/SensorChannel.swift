/// One number that a sensor gives.
public struct SensorChannel: Hashable, Sendable {
  /// What it is called (`acceleration_x`, `taxel_3`).
  public let name: String
  /// What it is in.
  public let unit: SensorUnit
  /// What the device can give at all; a number outside is none.
  public let range: ClosedRange<Double>

  /// A channel.
  public init(_ name: String, _ unit: SensorUnit, in range: ClosedRange<Double>) {
    self.name = name
    self.unit = unit
    self.range = range
  }
}

/// The unit of a sensor's number: SI, or counts where the device has no scale.
public enum SensorUnit: String, Sendable, CaseIterable {
  case volt = "V"
  case ampere = "A"
  case ohm = "Ohm"
  case siemens = "S"
  case celsius = "degC"
  case pascal = "Pa"
  case metre = "m"
  case metrePerSecondSquared = "m/s^2"
  case radian = "rad"
  case radianPerSecond = "rad/s"
  case tesla = "T"
  case newton = "N"
  case lux = "lx"
  /// Relative numbers of the device's own.
  case counts = "counts"
  /// No unit: quaternions, yes or no.
  case one = "1"
}
