internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime

extension RobotModel {
  /// Switches all outputs of the device number `index` off, past the cycle; nothing where it has none.
  func switchOff(device index: Int, on adapter: any I2CAdapter) throws(BusError) {
    guard let off = devices.drivers[index].off else { return }
    let device = robot.devices[index]
    var bus = RoutedBus(SharedI2CBus(adapter), route: robot.route(of: device))
    defer { bus.close() }
    try bus.write(off.request, to: device.i2cAddress)
  }

  /// The same as bytes and their addresses, in their order: the channel of its mux, the device, no channel.
  func offWrites(device index: Int) -> [(address: I2CAddress, bytes: [UInt8])] {
    guard let off = devices.drivers[index].off else { return [] }
    let device = robot.devices[index]
    let command = (address: device.i2cAddress, bytes: off.request)
    guard let route = robot.route(of: device) else { return [command] }
    return [
      (route.mux, [TCA9548A.selectMask(channel: Int(route.channel))]), command,
      (route.mux, [TCA9548A.deselectMask]),
    ]
  }
}
