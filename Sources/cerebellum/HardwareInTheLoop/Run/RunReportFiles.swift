import Glibc
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits

/// The folder in which a run leaves what came of it: `report.md`, `junit.xml` and a plot of each joint.
struct RunReportFiles {
  let folder: String

  /// Makes the folder, so that a wrong path is told before the robot moves.
  init(_ folder: String) throws(ToolFailure) {
    self.folder = folder
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      let reason = String(cString: strerror(errno))
      throw ToolFailure(
        .usage, "\"\(folder)\" cannot be made: \(reason)", "无法创建 \"\(folder)\"：\(reason)")
    }
    try write("", to: "report.md")
  }

  /// Writes what came of `played` on `setup`.
  func write(_ played: [PlayedScenario], _ setup: RunSetup, title: String) throws(ToolFailure) {
    let report = RunReport(
      title: title, joints: setup.robot.joints.map(\.name), notes: setup.notes, played)
    try write(report.markdown, to: "report.md")
    try write(
      JUnitReport(suite: "cerebellum.hil.\(setup.robot.name)", played).text, to: "junit.xml")
    for plot in report.plots { try write(plot.svg + "\n", to: plot.file) }
  }

  private func write(_ text: String, to name: String) throws(ToolFailure) {
    let file = try OutputFile("\(folder)/\(name)")
    try file.write(text)
  }
}

extension RunSetup {
  /// What it is played on, for a report.
  var notes: [String] {
    var notes = [
      "robot \(robot.name), \(robotPath), \(robot.rate.hertz) Hz",
      isSimulated
        ? "simulated hardware (cerebellumd --simulate)"
        : "board \(loaded.board?.name ?? "-"), \(boardPath ?? "-")",
      "cerebellum \(Release.version)",
      injector == nil ? "no injector" : "with an injector",
    ]
    if isAttended { notes.append("attended: a person presses the emergency stop") }
    if tolerance > 0 {
      notes.append(
        "times may be late by \(Decimals.text(tolerance * 1e3, places: 1)) ms (--tolerance)")
    }
    return notes
  }
}
