import RobotConfiguration

/// Played scenarios as Markdown, with a plot of each joint.
public struct RunReport {
  private let title: String
  private let joints: [String]
  private let notes: [String]
  private let played: [PlayedScenario]

  /// A report of `played` on a robot with these joints. `notes` say what it was played on.
  public init(title: String, joints: [String], notes: [String], _ played: [PlayedScenario]) {
    self.title = title
    self.joints = joints
    self.notes = notes
    self.played = played
  }

  /// `report.md`.
  public var markdown: String {
    var parts = ["# \(title)", "\(played.summary)."]
    parts.append(notes.map { "- \($0)" }.joined(separator: "\n"))
    parts.append(
      "Times are those of this machine and its buses, from the first fault's start. Software monitors, not certified "
        + "safety functions.")
    let rows = played.map { played in
      let (result, remark): (String, String) =
        switch played.outcome {
        case .passed: ("passed", played.summary)
        case .failed(let reasons):
          ("FAILED", (reasons + [played.summary]).joined(separator: "; "))
        case .skipped(let reason): ("skipped", reason)
        }
      let text = remark.replacing("|", with: "\\|").replacing("\n", with: " ")
      return "| \(played.scenario.name) | \(result) | \(text) |"
    }
    parts.append((["| scenario | result | |", "|---|---|---|"] + rows).joined(separator: "\n"))
    for played in played where played.report?.trace?.times.isEmpty == false {
      let images = joints.map {
        "![\($0)](\(Self.file(played.scenario.name, $0)))"
      }
      parts.append("## \(played.scenario.name)")
      parts.append(
        "Grey: reference. Blue: measured. Lines: fault starts (orange), noticed (red), outputs off or at rest (green, "
          + "dashed).")
      parts.append(images.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The plots, by the names of their files: of every scenario that has a trace, one of each joint.
  public var plots: [(file: String, svg: String)] {
    played.flatMap { played -> [(file: String, svg: String)] in
      guard let report = played.report, let trace = report.trace, let end = trace.times.last,
        let begin = trace.times.first
      else { return [] }
      let start = played.scenario.faults.map(\.start).min()
      func fromBeginning(_ time: Double?) -> Double? { time.map { (start ?? 0) + $0 } }
      let marks = [
        JointPlot.Mark(time: start, color: "#d80"),
        JointPlot.Mark(time: fromBeginning(report.verdict?.detection), color: "#c00"),
        JointPlot.Mark(time: fromBeginning(report.secured), color: "#080", isDashed: true),
      ]
      return joints.enumerated().map { index, joint in
        (
          Self.file(played.scenario.name, joint),
          JointPlot(
            trace: trace, joint: index, window: begin...max(end, begin + 0.1), marks: marks
          ).svg
        )
      }
    }
  }

  private static func file(_ scenario: String, _ joint: String) -> String {
    "\(scenario)-\(joint).svg"
  }
}
