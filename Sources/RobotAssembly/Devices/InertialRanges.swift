internal import RobotConfiguration

/// The ranges of an inertial unit, as its device says them.
struct InertialRanges {
  let g: Int
  let degreesPerSecond: Int

  init(_ device: DeviceDescription) {
    g = Int((device.settings["acceleration_range"] ?? 4).rounded())
    let radians = device.settings["angular_velocity_range"] ?? 0
    degreesPerSecond = Int((radians * 180 / .pi).rounded())
  }

  static let problem = DeviceProblem(
    "acceleration_range is 2, 4, 8 or 16 (g), and angular_velocity_range 250, 500, 1000 or 2000 deg/s"
  )
}
