// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults5xx: [Entry] = [
    Entry(
      name: "emergency_stop", code: 501, reaction: .safeTorqueOff, owner: .robot,
      evidence: nil, rows: [25],
      title: BilingualText("Emergency stop", "急停"),
      meaning: "The emergency stop is pressed, or its circuit is open.",
      says: BilingualText("the emergency stop is pressed, or its circuit is open", "急停已按下或其回路断开"),
      cause: BilingualText("Somebody pressed the button, or a wire is cut.", "有人按下急停，或导线断开。"),
      remedy: BilingualText("Make the place safe and release the button.", "请确认现场安全并松开按钮。"),
      shownBy: ["emergency-stop"]),
    Entry(
      name: "safety_line_lost", code: 502, reaction: .safeTorqueOff, owner: .robot,
      evidence: nil, rows: [25],
      title: BilingualText("Safety line lost", "安全信号线失效"),
      meaning: "An emergency-stop, limit-switch, brake, direction or output-enable line cannot be read or driven.",
      says: BilingualText("an emergency-stop, limit-switch, brake, direction or output-enable line cannot be read or driven", "急停、限位、制动器、方向或输出使能信号线无法读写"),
      cause: BilingualText("The GPIO chip is gone, or another program holds the line.", "GPIO 芯片失联，或信号线被其他程序占用。"),
      remedy: BilingualText("Check the GPIO wiring and who else holds the line.", "请检查 GPIO 接线及是否被其他程序占用。"),
      shownBy: ["FaultTests"]),
    Entry(
      name: "emergency_stop_discrepancy", code: 503, reaction: .safeTorqueOff, owner: .robot,
      evidence: Evidence(unit: .milliseconds, value: BilingualText("for how long the channels disagreed", "通道不一致的时间"), limit: BilingualText("the time that is allowed", "允许的时间")), rows: [25],
      title: BilingualText("Emergency-stop channels disagree", "急停通道不一致"),
      meaning: "The two channels of the emergency stop disagree.",
      says: BilingualText("the two channels of the emergency stop disagreed for {value} (allowed {limit})", "急停的两个通道不一致已达 {value}（允许 {limit}）"),
      cause: BilingualText("A contact, a wire or a line is broken, and the next press may do nothing.", "触点、导线或信号线有故障，下次按下可能不起作用。"),
      remedy: BilingualText("Have it repaired; then press the button until both channels are open, and release it.", "请修理；然后按下急停使两个通道都断开，再松开。"),
      shownBy: ["LineRoleTests"]),
  ]
}
