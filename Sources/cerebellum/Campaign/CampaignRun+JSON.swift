import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits

extension CampaignRun {
  /// The line of `cerebellum campaign --json` that Documentation/campaign.md describes.
  func json(on robot: CampaignRobot) -> JSONValue {
    let verdict = report.verdict
    return .object([
      ("seed", .integer(Int(seed))), ("robot", .text(robot.model.robot.name)),
      ("robot_file", .text(robot.path)), ("robot_sha256", .text(robot.digest.description)),
      ("version", .text(Release.version)),
      ("injected", .array(scenario.faults.indices.map(injected))),
      ("noticed", .optional(verdict.map { FaultReport.name($0.code) })),
      ("faults", .array(report.faults.map { record($0.code.rawValue, $0.joint, robot) })),
      ("stops", .array(report.stops.map { record($0.code.rawValue, $0.joint, robot) })),
      (
        "degradations",
        .array(report.degradations.map { record($0.code.rawValue, $0.joint, robot) })
      ),
      ("lifecycle", .text("\(report.state)")), ("detection_s", .optional(verdict?.detection)),
      ("reaction_s", .optional(verdict.flatMap(\.reaction))),
      ("reaction_bound_s", .optional(report.faults.isEmpty ? nil : brakingBound)),
      ("off_s", .optional(report.outputsOff)), ("rest_s", .optional(report.rested)),
      ("moved_rad", .optional(report.moved)),
      ("deviations", .array(report.problems.map { .text($0) })),
      ("cycles", .integer(report.cycles)),
      ("simulated_s", .number(Double(report.cycles) / robot.model.robot.rate.hertz)),
      ("fingerprint", .text(fingerprint.description)),
    ])
  }

  private func injected(_ index: Int) -> JSONValue {
    let fault = scenario.faults[index]
    let text = faultTexts[index]
    // A run that ended before its motion has counted nothing. Nobody counts what a button does: it is pressed.
    let counted = report.strikes.indices.contains(index) ? report.strikes[index] : 0
    let strikes = fault.place.target == .line && !report.strikes.isEmpty ? 1 : counted
    return .object([
      ("kind", .text(text.word)), ("place", .text(fault.place.name)),
      ("at_s", .number(fault.start)),
      ("for_s", .optional(fault.duration)),
      ("strikes", .integer(strikes)),
      ("off_bound_s", .optional(bounds[index])), ("line", .text(text.line)),
    ])
  }

  private func record(_ code: UInt16, _ joint: Int, _ robot: CampaignRobot) -> JSONValue {
    let joints = robot.model.robot.joints
    return .object([
      ("code", .integer(Int(code))), ("name", .text(FaultReport.name(code))),
      ("joint", .optional(joints.indices.contains(joint) ? joints[joint].name : nil)),
    ])
  }
}
