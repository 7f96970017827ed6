internal import RobotConfiguration
internal import RobotUnits

/// The drivers of a robot's devices, in its order.
struct DeviceSet: Sendable {
  let drivers: [any DeviceDriver]

  /// Gives every device of `robot` its driver. All errors are reported together.
  init(_ robot: RobotDescription) throws(ConfigurationErrors) {
    var drivers: [any DeviceDriver] = []
    var errors: [ConfigurationError] = []
    for device in robot.devices {
      do throws(DeviceProblem) {
        let driver = try DriverCatalog.driver(of: device)
        if let error = robot.turnError(device, driver) { errors.append(error) }
        drivers.append(driver)
      } catch {
        errors.append(
          robot.error(
            at: device.position, keyPath: "devices.\(device.name)", problem: error.text))
      }
    }
    try ConfigurationErrors.throwIfAny(errors)
    self.drivers = drivers
  }

  /// The drivers of `robot`, where every device accepts what it says.
  static func accepted(_ robot: RobotDescription) -> DeviceSet? {
    do throws(ConfigurationErrors) { return try DeviceSet(robot) } catch { return nil }
  }
}

extension RobotDescription {
  /// The error of a device that is asked again before its conversion ends.
  fileprivate func turnError(
    _ device: DeviceDescription, _ driver: any DeviceDriver
  ) -> ConfigurationError? {
    let least = Int((driver.leastTurn.seconds * rate.hertz).rounded(.up))
    guard device.every < least else { return nil }
    return error(
      at: device.position, keyPath: "devices.\(device.name).every",
      problem: "a conversion takes \(driver.leastTurn.microseconds) us, which is more than "
        + "\(device.every) cycles of \(rate.hertz) Hz",
      allowed: "at least \(least)", hint: "write every: \(least)")
  }
}
