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
    let names = robot.deviceNames
    let drivers =
      robot.devices.map(\.driver) + robot.pads.map(\.driver) + robot.servos.map(\.driver)
    return found.sensors.map { sensor in
      let own = found.channels[sensor.channels.first...].prefix(sensor.channels.count)
      let isOnLine = sensor.device >= robot.devices.count
      return SensorDescription(
        name: names[sensor.device], driver: drivers[sensor.device], device: sensor.device,
        bus: sensor.bus,
        every: isOnLine ? Int(sensor.turn) : robot.devices[sensor.device].every,
        channels: Array(own), firstValue: sensor.channels.first)
    }
  }
}
