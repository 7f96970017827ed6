internal import RobotConfiguration

/// What stays dangerous whatever the daemon does.
enum Uncovered {
  static func list(_ robot: RobotDescription, _ board: BoardDescription?) -> [BilingualText] {
    // What only measures hurts nobody.
    guard !robot.joints.isEmpty else { return [] }
    var list: [BilingualText] = []
    if !robot.lines.contains(where: \.isEmergencyStop) {
      list.append(
        BilingualText(
          "no emergency stop is wired to the board: add a normally closed one to `lines`, and let it "
            + "cut the motors' supply by itself",
          "主板上没有接急停：请在 `lines` 中加入常闭急停，并让它自行切断电机电源"))
    }
    for device in robot.devices where DriverCatalog.kind(of: device) == .pwm {
      if device.outputEnable == nil {
        list.append(
          BilingualText(
            "\(device.name) goes on driving its last PWM when the host dies: wire its OE pin to a line "
              + "with a pull-up, and name it as output_enable",
            "主机失效后 \(device.name) 会继续输出最后的 PWM：请把它的 OE 引脚接到带上拉的信号线，"
              + "并写为 output_enable"))
      }
    }
    switch board?.gpio.onRelease {
    case .keeps:
      let fix = board?.gpio.strictFix
      list.append(
        BilingualText(
          "this board keeps an output's level after the process that drove it died"
            + (fix.map { ": add \($0)" } ?? ""),
          "进程退出后，该主板的输出会保持原电平" + (fix.map { "：请加入 \($0)" } ?? "")))
    case .unknown:
      list.append(
        BilingualText(
          "it is unknown what this board's outputs do after a process died",
          "不清楚进程退出后该主板的输出会怎样"))
    case .reverts, nil: break
    }
    list.append(
      BilingualText(
        "software monitors are not a certified safety function: wire an emergency stop that removes "
          + "motor power",
        "软件监控不是经过认证的安全功能：请接入能切断电机电源的急停"))
    return list
  }
}
