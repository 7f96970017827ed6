import RobotAssembly
import RobotConfiguration

/// The page of the manual that is written from the catalogue of faults.
struct CatalogueManual {
  let catalogue: FaultCatalogue

  /// Documentation/faults.md.
  var text: String {
    """
    <!-- Written by `make catalogue` from Faults/faults.yaml: change that. -->
    # Faults and stops 故障与停机

    What stops the robot, or slows it, by itself. These are software monitors, not certified safety functions. `cerebellum explain CODE`
    says the same on the robot, `journalctl -x` in the journal. Codes and names never change.

    What the reaction is called, in words of IEC 61800-5-2:

    | reaction | what happens | afterwards |
    |---|---|---|
    | `safe_torque_off` (STO) | \(FaultCatalogue.Reaction.safeTorqueOff.done.english) at once | latched: find the cause, `clear`, `arm` |
    | `safe_stop_1` (SS1) | \(FaultCatalogue.Reaction.safeStop1.done.english) | latched: find the cause, `clear`, `arm` |
    | `safe_stop_2` (SS2) | \(FaultCatalogue.Reaction.safeStop2.done.english) | no fault: find the cause, `arm` |
    | `reduced_speed` | \(FaultCatalogue.Reaction.reducedSpeed.done.english) (`safety.degraded_speed`) | no fault: find the cause, `arm` |

    Rows are those of the project's table of faults; "shown by" names scenarios of `Scenarios/faults`, or suites of tests.

    | code | name | | reaction | rows |
    |---|---|---|---|---|
    \(catalogue.entries.map(line).joined(separator: "\n"))

    \(catalogue.entries.map(section).joined(separator: "\n\n"))

    """
  }

  private func line(_ entry: FaultCatalogue.Entry) -> String {
    "| [\(entry.code)](#\(entry.code)) | `\(entry.name)` | \(entry.title.english) \(entry.title.chinese) | "
      + "`\(entry.reaction.rawValue)` | \(entry.rows.map(String.init).joined(separator: ", ")) |"
  }

  private func section(_ entry: FaultCatalogue.Entry) -> String {
    var lines = [
      "## \(entry.code)", "",
      "**\(entry.title.english) \(entry.title.chinese)**, `\(entry.name)`. \(entry.meaning)", "",
      "- Cause: \(entry.cause.english)", "- Reaction: \(entry.reaction.done.english).",
    ]
    if let evidence = entry.evidence {
      let limit = evidence.limit.map { "; limit: \($0.english)" } ?? ""
      lines.append(
        "- Evidence (`\(evidence.unit.rawValue)`): value: \(evidence.value.english)\(limit).")
    }
    lines += [
      "- What to do: \(entry.remedy.english)", "- 原因：\(entry.cause.chinese)",
      "- 反应：\(entry.reaction.done.chinese)。",
    ]
    if let evidence = entry.evidence {
      let limit = evidence.limit.map { "；限值：\($0.chinese)" } ?? ""
      lines.append("- 证据：数值：\(evidence.value.chinese)\(limit)。")
    }
    lines += [
      "- 处理：\(entry.remedy.chinese)",
      "- Shown by: \(entry.shownBy.map { "`\($0)`" }.joined(separator: ", ")).",
    ]
    return lines.joined(separator: "\n")
  }
}
