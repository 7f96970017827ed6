import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// The cycles about a fault, for people and for programs.
struct Evidence {
  let report: EvidenceReport
  let joints: [String]
  let units: [JointUnitNames]

  private var cycles: [CycleEvidence] { report.cycles.elements }

  /// The index of a joint that this robot has.
  private func joint(_ index: UInt16?) -> Int? {
    index.map(Int.init).flatMap { joints.indices.contains($0) ? $0 : nil }
  }

  /// What happened, and the cycles of one joint: `joint`, or the fault's, or the first.
  func lines(of joint: Int?, _ language: Language) -> [String] {
    let event = report.event
    let text = Message(event.english, event.chinese).text(language)
    let joint = joint ?? self.joint(event.fault.joint) ?? 0
    var lines = ["\(event.fault.code)  \(text)"]
    guard joints.indices.contains(joint) else { return lines }
    let names = units[joint]
    let words = Message(
      "joint \(joints[joint]); \(cycles.count) cycles about cycle \(event.cycle), times from it",
      "关节 \(joints[joint])；第 \(event.cycle) 周期前后共 \(cycles.count) 个周期，时间以该周期为零")
    lines += ["", words.text(language), ""]
    var table = Table(header: [
      "ms", "state", "reference \(names.position)", "measured \(names.position)",
      "\(names.velocity)", "desired \(names.effort)", "applied \(names.effort)", "age", "limiting",
    ])
    for cycle in cycles where cycle.joints.indices.contains(joint) {
      let state = cycle.joints[joint]
      table.add([
        Figures.fixed(evidence.milliseconds(cycle), 1), "\(cycle.lifecycle)",
        Figures.fixed(state.referencePosition, 4),
        Figures.fixed(state.measuredPosition, 4),
        Figures.fixed(state.measuredVelocity, 3),
        Figures.fixed(state.effortDesired, 3),
        Figures.fixed(state.effortApplied, 3), "\(state.age)",
        state.limiting.names.joined(separator: " "),
      ])
    }
    return lines + table.lines
  }

  /// A line for each joint of each cycle.
  var csv: String { evidence.lines.joined(separator: "\n") + "\n" }

  private var evidence: EvidenceTable {
    EvidenceTable(event: report.event, cycles: cycles, joints: joints)
  }

  /// The members that Documentation/command-line.md describes.
  var json: JSONValue {
    let event = report.event
    return .object([
      ("code", .integer(Int(event.fault.code))),
      ("joint", joint(event.fault.joint).map { .text(joints[$0]) } ?? .null),
      ("value", .number(event.fault.value)), ("limit", .number(event.fault.limit)),
      ("cycle", .count(event.cycle)), ("english", .text(event.english)),
      ("chinese", .text(event.chinese)), ("kept", .integer(Int(report.kept))),
      (
        "cycles",
        .array(
          cycles.map { cycle in
            .object([
              ("cycle", .count(cycle.cycle)), ("ms", .number(evidence.milliseconds(cycle))),
              ("lifecycle", .text("\(cycle.lifecycle)")),
              ("estop_pressed", .boolean(cycle.flags.contains(.eStopPressed))),
              ("outputs_enabled", .boolean(cycle.flags.contains(.outputsEnabled))),
              (
                "joints",
                .array(
                  zip(zip(joints, units), cycle.joints).map { StatusReport.json($0.0, $0.1, $1) })
              ),
            ])
          })
      ),
    ])
  }
}
