import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits

extension TuningRun {
  /// The line of `cerebellum campaign --vary --json` that Documentation/campaign.md describes.
  func json(_ tuning: Tuning) -> JSONValue {
    let robot = tuning.robot
    let names = robot.model.robot.joints.map(\.name)
    return .object([
      ("seed", .integer(Int(seed))), ("robot", .text(robot.model.robot.name)),
      ("robot_file", .text(robot.path)), ("robot_sha256", .text(robot.digest.description)),
      ("version", .text(Release.version)), ("plan_sha256", .text(tuning.digest.description)),
      ("values", .object(changes.map { ($0.keyPath, .text($0.value)) })),
      (
        "lines",
        .array(
          tuning.lines(changes).map {
            .object([("line", .integer($0.number)), ("text", .text($0.text))])
          })
      ),
      ("usable", .boolean(isUsable)), ("worst", worst.json),
      ("joints", .object(zip(names, joints).map { ($0, $1.json) })),
      ("faults", .array(report.faults.map { .text(FaultReport.name($0.code.rawValue)) })),
      ("stops", .array(report.stops.map { .text(FaultReport.name($0.code.rawValue)) })),
      (
        "degradations",
        .array(report.degradations.map { .text(FaultReport.name($0.code.rawValue)) })
      ),
      ("lifecycle", .text("\(report.state)")), ("misses", .array(misses.map { .text($0) })),
      ("deviations", .array(report.problems.map { .text($0) })),
      ("cycles", .integer(report.cycles)),
      ("simulated_s", .number(Double(report.cycles) / robot.model.robot.rate.hertz)),
      ("fingerprint", .text(fingerprint.description)),
    ])
  }
}

extension TuningFigures {
  var json: JSONValue {
    .object([
      ("rms", .number(rms)), ("peak", .number(peak)), ("effort", .optional(effort)),
      ("saturation", .number(saturation)), ("overshoot", .optional(overshoot)),
      ("settling", .optional(settling)), ("unsettled", .integer(unsettled)),
    ])
  }
}
