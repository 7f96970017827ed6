/// The channels of inertial sensors. All begin with acceleration (0...2), angular velocity (3...5) and
/// temperature (6), so that a consumer need not know the part.
enum InertialChannels {
  /// Specific force along the sensor's axes: +9.8 m/s² along the axis that points up at rest.
  static func acceleration(within limit: Double) -> [SensorChannel] {
    triple("acceleration", .metrePerSecondSquared, within: limit)
  }

  /// Angular velocity about the sensor's axes, right-handed.
  static func angularVelocity(within limit: Double) -> [SensorChannel] {
    triple("angular_velocity", .radianPerSecond, within: limit)
  }

  /// The temperature of the die.
  static func temperature(in range: ClosedRange<Double>) -> SensorChannel {
    SensorChannel("temperature", .celsius, in: range)
  }

  /// `name_x`, `name_y`, `name_z`.
  static func triple(_ name: String, _ unit: SensorUnit, within limit: Double) -> [SensorChannel] {
    ["x", "y", "z"].map { SensorChannel("\(name)_\($0)", unit, in: -limit...limit) }
  }
}
