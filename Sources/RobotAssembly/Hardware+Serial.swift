internal import LinuxHAL
internal import RobotConfiguration
internal import RobotHAL

extension Hardware {
  /// Opens the kernel's device of every serial line of `robot`.
  static func serialPorts(
    _ robot: RobotDescription
  ) throws(LinuxDeviceError) -> [any SerialPort] {
    var ports: [any SerialPort] = []
    for bus in robot.serialBuses { ports.append(try serialPort(bus)) }
    return ports
  }

  /// Opens the kernel's device of `bus`: of a path, or of a lasting name with that part in it.
  static func serialPort(_ bus: SerialBusDescription) throws(LinuxDeviceError) -> LinuxSerialPort {
    let path =
      bus.device.contains("/")
      ? bus.device : try LinuxSerialLines().line(identifiedBy: bus.device).path
    return try LinuxSerialPort(path: path, speed: bus.speed)
  }
}
