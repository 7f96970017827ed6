internal import RobotConfiguration

/// What stays dangerous whatever the daemon does.
enum Uncovered {
  static func list(
    _ robot: RobotDescription, _ board: BoardDescription?, _ budgets: [BusBudget]
  ) -> [BilingualText] {
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
    list += robot.pwmWithoutEnable
    for budget in budgets where !budget.readsSettingsBack {
      list.append(
        BilingualText(
          "bus \"\(budget.name)\" has no time to read settings back: a chip that lost them is found only by "
            + "what it says; lower the rate or raise the bus speed",
          "总线 \"\(budget.name)\" 没有时间回读设置：芯片丢失设置后只能从其读数发现；请降低控制频率或提高总线速度"))
    }
    if let board { list += buses(robot, withoutRecoveryOn: board) }
    list += robot.bridgesWithoutWatchdog
    if !robot.servos.isEmpty {
      list.append(
        BilingualText(
          "servos hold their last goal when the host dies or their line is cut, and when the daemon crashes until "
            + "ExecStopPost= of its unit takes their torque: let the emergency stop cut their supply",
          "主机失效或串口线断开后，舵机会保持最后的目标位置；守护进程崩溃后，直到其服务单元的 ExecStopPost= 卸力为止也是如此："
            + "请让急停切断舵机电源"))
    }
    list += board?.releaseRisk.map { [$0] } ?? []
    list.append(
      BilingualText(
        "software monitors are not a certified safety function: wire an emergency stop that removes "
          + "motor power",
        "软件监控不是经过认证的安全功能：请接入能切断电机电源的急停"))
    return list
  }
  /// The buses that stay as they are when a chip holds their data line low.
  private static func buses(
    _ robot: RobotDescription, withoutRecoveryOn board: BoardDescription
  ) -> [BilingualText] {
    robot.buses.filter { bus in
      board.i2c.first { $0.name == bus.boardBus }?.recovery == nil
    }.map { bus in
      BilingualText(
        "bus \"\(bus.name)\" stays dead when a chip holds SDA low: wire two GPIO lines to SCL and SDA, and "
          + "name them as recovery: { scl: …, sda: … } of \"\(bus.boardBus)\" in the board file",
        "若芯片把 SDA 拉低，总线 \"\(bus.name)\" 将无法恢复：请把两根 GPIO 线接到 SCL 和 SDA，并在板级文件中 "
          + "\"\(bus.boardBus)\" 下写明 recovery: { scl: …, sda: … }")
    }
  }
}
