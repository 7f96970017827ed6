internal import RobotConfiguration

/// What stays dangerous whatever the daemon does.
enum Uncovered {
  static func list(_ robot: RobotDescription, _ board: BoardDescription?) -> [String] {
    var list: [String] = []
    if !robot.lines.contains(where: \.isEmergencyStop) {
      list.append(
        "no emergency stop is wired to the board: add a normally closed one to `lines`, and let it cut "
          + "the motors' supply by itself")
    }
    for device in robot.devices where device.knownDriver == .pca9685 {
      if device.outputEnable == nil {
        list.append(
          "\(device.name) goes on driving its last PWM when the host dies: wire its OE pin to a line "
            + "with a pull-up, and name it as output_enable")
      }
    }
    switch board?.gpio.onRelease {
    case .keeps:
      list.append(
        "this board keeps an output's level after the process that drove it died"
          + (board?.gpio.strictFix.map { ": add \($0)" } ?? ""))
    case .unknown: list.append("it is unknown what this board's outputs do after a process died")
    case .reverts, nil: break
    }
    list.append(
      "software monitors are not a certified safety function: wire an emergency stop that removes motor "
        + "power")
    return list
  }
}
