import RobotAssembly
import RobotConfiguration
import RobotUnits

/// A check report as text: what was understood, what it costs, what is missing.
struct CheckText {
  let report: CheckReport
  let console: Console

  var lines: [String] {
    var sections = [headLines, jointLines, busLines, shareLines, adviceLines]
    sections.append(list(console.text("URDF, strange:", "URDF 可疑之处："), report.warnings))
    sections.append(
      list(
        console.coloured(console.text("Devices:", "器件："), .caution),
        report.deviceWarnings.map { $0.text(console.language) }))
    sections.append(
      list(
        console.coloured(console.text("Blocks arming:", "阻止使能："), .caution),
        report.armingBlocks.map(\.description)
          + report.hardwareBlocks.map { $0.text.text(console.language) }))
    sections.append(
      list(
        console.text(
          "No software can cover here; your wiring must:", "软件无法保障、必须由接线保障："),
        report.uncovered.map { console.text($0.english, $0.chinese) }))
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private var headLines: [String] {
    guard let robot = report.robot else { return [] }
    let armable = report.joints.count { $0.isArmable }
    let rate = Figures.fixed(robot.rate.hertz, 0)
    return [
      console.coloured(robot.name, .bold)
        + console.text(
          ": \(rate) Hz, \(joints(report.joints.count)), \(armable) armable; \(place)",
          "：\(rate) Hz，\(report.joints.count) 个关节，其中 \(armable) 个可使能；\(place)")
    ]
  }

  private func joints(_ count: Int) -> String { count == 1 ? "1 joint" : "\(count) joints" }

  /// Without a board the buses' load below is the simulation's.
  private var place: String {
    if let board = report.board { return console.text("board \(board)", "主板 \(board)") }
    return console.text(
      "no --board: buses as simulated ones", "未给出 --board：按仿真总线计算")
  }

  private var jointLines: [String] {
    guard !report.joints.isEmpty else { return [] }
    let units = report.joints.map(\.units)
    let (angle, torque) = (units.heading(\.position), units.heading(\.effort))
    let hasJerk = report.joints.contains { $0.jerk != nil }
    let jerk = hasJerk ? [console.text("jerk \(angle)/s^3", "加加速度 \(angle)/s^3")] : []
    let limits = [
      console.text("joint", "关节"), console.text("position \(angle)", "位置 \(angle)"),
      console.text("velocity \(angle)/s", "速度 \(angle)/s"),
      console.text("acceleration \(angle)/s^2", "加速度 \(angle)/s^2"),
    ]
    let others = [
      console.text("effort \(torque)", "力矩 \(torque)"),
      console.text("actuator", "执行器"), console.text("encoder", "编码器"),
      console.text("law", "控制律"),
    ]
    var table = Table(header: limits + jerk + others)
    for joint in report.joints {
      table.add(
        [
          joint.name, "\(Figures.fixed(joint.lower, 3)) … \(Figures.fixed(joint.upper, 3))",
          unlessUnspecified(joint.velocity), Figures.fixed(joint.acceleration, 1),
        ] + (hasJerk ? [joint.jerk.map { Figures.fixed($0, 1) } ?? "-"] : []) + [
          unlessUnspecified(joint.effort), joint.actuator, joint.encoder, joint.law,
        ])
    }
    return table.lines
  }

  private func unlessUnspecified(_ value: Double?) -> String {
    value.map { Figures.fixed($0, 2) } ?? console.text("unspecified", "未指定")
  }

  func list(_ title: String, _ items: [String]) -> [String] {
    items.isEmpty ? [] : [title] + items.map { "  - \($0)" }
  }
}

extension CheckedJoint {
  /// What its values are in.
  var units: JointUnitNames {
    JointUnitNames(isPrismatic ? JointDescription.Kind.prismatic : .revolute)
  }
}
