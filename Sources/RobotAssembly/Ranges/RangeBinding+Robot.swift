internal import RobotConfiguration
internal import RobotCore
internal import RobotDrivers

extension RobotModel {
  /// What the device with the number `device` measures.
  private static func channels(
    ofDevice device: Int, _ robot: RobotDescription, _ devices: DeviceSet, _ servos: ServoSet
  ) -> [SensorChannel] {
    if device < devices.drivers.count { return devices.drivers[device].channels }
    let servo = device - robot.devices.count - robot.pads.count
    return servo >= 0 ? Feetech.channels(of: servos.servos[servo].series) : []
  }

  /// The errors of numbers that are watched and that their devices do not measure.
  static func watchErrors(
    _ robot: RobotDescription, _ devices: DeviceSet, _ servos: ServoSet
  ) -> [ConfigurationError] {
    robot.watches.compactMap { watch in
      let channels = channels(ofDevice: watch.device, robot, devices, servos)
      guard !channels.contains(where: { $0.unit == watch.quantity.unit }) else { return nil }
      let measuring = robot.deviceNames.indices.filter { device in
        self.channels(ofDevice: device, robot, devices, servos)
          .contains { $0.unit == watch.quantity.unit }
      }
      return robot.error(
        at: watch.position, keyPath: watch.keyPath,
        problem: "\(robot.deviceNames[watch.device]) measures no \(watch.quantity.rawValue)",
        allowed: channels.isEmpty
          ? "a device that measures something"
          : "what it measures: " + channels.map(\.name).joined(separator: ", "),
        hint: measuring.isEmpty
          ? "remove it, or add a device that measures it"
          : "name one of: " + measuring.map { robot.deviceNames[$0] }.joined(separator: ", "))
    }
  }

  /// What is watched, by where `sensors` has it.
  func ranges(_ sensors: SensorBindings) -> [RangeBinding] {
    robot.watches.compactMap { watch in
      guard let index = sensors.devices.firstIndex(of: watch.device) else { return nil }
      let sensor = sensors.sensors[index]
      let own = sensors.channels[sensor.channels.first...].prefix(sensor.channels.count)
      guard let value = own.firstIndex(where: { $0.unit == watch.quantity.unit }) else {
        return nil
      }
      var joints = JointSet()
      for joint in watch.joints { joints.insert(joint) }
      return RangeBinding(
        quantity: watch.quantity.binding, device: watch.device, sensor: index,
        channel: value - sensor.channels.first, value: value, lower: watch.lower,
        upper: watch.upper, derateFrom: watch.derateFrom, joints: joints,
        turn: sensor.turn)
    }
  }
}

extension WatchDescription.Quantity {
  fileprivate var unit: SensorUnit {
    switch self {
    case .voltage: .volt
    case .current: .ampere
    case .temperature: .celsius
    }
  }

  fileprivate var binding: RangeBinding.Quantity {
    switch self {
    case .voltage: .voltage
    case .current: .current
    case .temperature: .temperature
    }
  }
}
