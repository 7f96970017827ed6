import RobotAssembly
import RobotConfiguration
import RobotWire

/// Asks before a real robot moves.
enum Consent {
  /// Returns when it may: it is simulated, `--yes` was given, or a person says so.
  static func require(
    for act: Message, robot: RobotInfo, options: ConsentOptions, console: Console
  ) throws(ToolFailure) {
    if robot.isSimulated { return }
    try require(for: act, real: robot.name, options: options, console: console)
  }

  /// The same for the real robot `name`.
  static func require(
    for act: Message, real name: String, options: ConsentOptions, console: Console
  ) throws(ToolFailure) {
    if options.yes { return }
    guard console.canAsk else {
      throw ToolFailure(
        .usage,
        "\(act.english) moves the real robot \"\(name)\", and nobody can be asked here: add "
          + "--yes if its surroundings are clear",
        "\(act.chinese)会使真实机器人 \"\(name)\" 运动，而此处无法询问：确认周围安全后请加上 --yes")
    }
    console.write(
      console.text(
        "\(act.english) moves the real robot \"\(name)\". Are its surroundings clear? [y/N] ",
        "\(act.chinese)会使真实机器人 \"\(name)\" 运动。周围是否安全？[y/N] "))
    guard let answer = console.readAnswer()?.lowercased(), ["y", "yes", "是"].contains(answer)
    else {
      throw ToolFailure(
        .refused, "not confirmed: nothing was sent to the robot", "未确认：没有向机器人发送任何指令")
    }
  }
}
