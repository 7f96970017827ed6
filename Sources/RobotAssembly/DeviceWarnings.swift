public import RobotConfiguration

/// Something about a device that works and that a person should know of.
public struct DeviceWarning: Sendable, Hashable {
  /// The device's index in `RobotDescription.deviceNames`.
  public let device: Int
  /// What it is and what to do; begins with the device's name.
  public let text: BilingualText

  init(_ device: Int, _ robot: RobotDescription, _ text: BilingualText) {
    self.device = device
    let name = robot.deviceNames[device]
    self.text = BilingualText(
      "device \(name): \(text.english)", "器件 \(name)：\(text.chinese)")
  }
}

extension RobotModel {
  /// What is known before hardware is touched: devices that do not go well with `board`.
  func warnings(on board: BoardDescription?) -> [DeviceWarning] {
    guard let board else { return [] }
    return devices.drivers.enumerated().flatMap { index, driver in
      driver.warnings(on: board, speed: robot.buses[robot.devices[index].bus].speed)
        .map { DeviceWarning(index, robot, $0) }
    }
  }

  /// What the set-ups found.
  func warnings(_ decoders: [DeviceDecoder]) -> [DeviceWarning] {
    zip(devices.drivers, decoders).enumerated().flatMap { index, device in
      device.0.warnings(device.1).map { DeviceWarning(index, robot, $0) }
    }
  }
}
