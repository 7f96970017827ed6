internal import RobotConfiguration
public import RobotDrivers
internal import RobotRuntime

/// A sensor of the robot and what it measures.
public struct SensorDescription: Sendable, Hashable {
  /// The robot file's name for the device.
  public let name: String
  /// The driver's name in the catalogue.
  public let driver: String
  /// The device's index in `RobotDescription.deviceNames`.
  public let device: Int
  /// The index of its bus in `RobotDescription.busNames`.
  public let bus: Int
  /// Cycles from one exchange to the next; of a pad from one frame to the next, rounded up.
  public let every: Int
  /// What it measures.
  public let channels: [SensorChannel]
  /// Where its numbers begin in `RobotSnapshot.sensorValues`.
  public let firstValue: Int

  /// The sensors of `robot`, in the order of `found`.
  static func all(_ robot: RobotDescription, _ found: SensorBindings) -> [SensorDescription] {
    found.sensors.map { sensor in
      let own = found.channels[sensor.channels.first...].prefix(sensor.channels.count)
      let pad = sensor.device - robot.devices.count
      let name: String
      let driver: String
      let every: Int
      if pad >= 0 {
        (name, driver, every) = (robot.pads[pad].name, robot.pads[pad].driver, Int(sensor.turn))
      } else {
        let device = robot.devices[sensor.device]
        (name, driver, every) = (device.name, device.driver, device.every)
      }
      return SensorDescription(
        name: name, driver: driver, device: sensor.device, bus: sensor.bus, every: every,
        channels: Array(own), firstValue: sensor.channels.first)
    }
  }
}
