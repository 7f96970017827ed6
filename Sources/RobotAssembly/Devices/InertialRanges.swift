internal import RobotConfiguration
internal import RobotDrivers

/// The ranges of an inertial unit, as its device says them.
struct InertialRanges {
  let g: Int
  let degreesPerSecond: Int

  /// The keys of a device that say them.
  static let keys = [
    DriverSchema.Key(
      "acceleration_range", .number, in: 2...16, default: 4,
      summary: "greatest acceleration, 2, 4, 8 or 16, in g"),
    DriverSchema.Key(
      "angular_velocity_range", .angularVelocity, in: 250 * .pi / 180...2000 * .pi / 180,
      default: 500 * .pi / 180,
      summary: "greatest angular velocity, 250, 500, 1000 or 2000 deg/s"),
  ]

  init(_ device: DeviceDescription) {
    g = Int((device.settings["acceleration_range"] ?? 4).rounded())
    let radians = device.settings["angular_velocity_range"] ?? 0
    degreesPerSecond = Int((radians * 180 / .pi).rounded())
  }

  /// As the registers of InvenSense's parts say them.
  func invenSense() throws(DeviceProblem) -> (
    acceleration: InvenSenseRanges.Acceleration, angularVelocity: InvenSenseRanges.AngularVelocity
  ) {
    guard let acceleration = InvenSenseRanges.Acceleration(g: g),
      let angularVelocity = InvenSenseRanges.AngularVelocity(degreesPerSecond: degreesPerSecond)
    else { throw InertialRanges.problem }
    return (acceleration, angularVelocity)
  }

  static let problem = DeviceProblem(
    "acceleration_range is 2, 4, 8 or 16 (g), and angular_velocity_range 250, 500, 1000 or 2000 deg/s"
  )
}
