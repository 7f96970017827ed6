import RobotAssembly
import RobotConfiguration
import RobotWire

/// Shows a motion while it runs: one area that is redrawn in a terminal, else a line a second.
struct MotionProgress {
  let name: String
  /// Of the motion [s].
  let duration: Double
  let session: DaemonSession
  let console: Console
  private var area = LiveArea()
  private var nextTime = 0.0

  init(name: String, duration: Double, session: DaemonSession, console: Console) {
    self.name = name
    self.duration = duration
    self.session = session
    self.console = console
  }

  /// Shows `state`, if it is time.
  mutating func show(_ state: StateSnapshot) throws(ToolFailure) {
    let now = Environment.now()
    guard now >= nextTime else { return }
    nextTime = now + (console.isInteractive ? 0.1 : 1)
    guard console.isInteractive else {
      console.line(summary(of: state, try session.units()))
      return
    }
    let report = StatusReport(
      info: session.info, units: try session.units(), state: state,
      statistics: try session.statistics(), late: LateReport(), sensors: [],
      devices: [],
      access: AccessReport(
        role: .operate, control: .you, process: 0, user: 0, refusals: RefusalCounts()),
      deathBefore: DeathReport(), event: session.fault)
    let screen = StatusScreen(report: report, console: console)
    area.show(
      [head(of: state)] + screen.jointLines
        + LoopTable(statistics: report.statistics, console: console).lines, on: console)
  }

  private func head(of state: StateSnapshot) -> String {
    let width = 30
    let share = min(max(state.motion.progress / max(duration, 1e-9), 0), 1)
    let filled = share.isFinite ? Int(share * Double(width)) : 0
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let words = console.coloured(
      state.lifecycle.words.text(console.language), state.lifecycle.colour)
    return "\(name)  \(bar)  \(times(of: state))  \(words)"
  }

  private func times(of state: StateSnapshot) -> String {
    "\(Figures.fixed(state.motion.progress, 1))/\(Figures.fixed(duration, 1)) s"
  }

  /// With the largest error of the joints that are in rad, and that of those in m: they do not compare.
  private func summary(of state: StateSnapshot, _ units: [JointUnitNames]) -> String {
    let errors = zip(zip(session.info.joints, units), state.joints).map {
      (name: $0.0.name, units: $0.1, error: abs($1.referencePosition - $1.measuredPosition))
    }
    let worst = JointDescription.Kind.allCases.compactMap { kind in
      errors.filter { $0.units.kind == kind }.max { $0.error < $1.error }
    }
    let list = worst.map {
      let error = "\(Figures.fixed($0.error, 4)) \($0.units.position)"
      return console.text("\(error) (\($0.name))", "\(error)（\($0.name)）")
    }.joined(separator: console.text(", ", "，"))
    let words = state.lifecycle.words.text(console.language)
    return "  \(times(of: state))  \(words)  "
      + console.text("largest error \(list)", "最大误差 \(list)")
  }
}

/// The tracking error of each joint as text.
struct TrackingTable {
  let statistics: StatisticsSnapshot
  let info: RobotInfo
  let units: [JointUnitNames]
  let console: Console

  var lines: [String] {
    let unit = units.heading(\.position)
    var table = Table(header: [
      console.text("tracking error", "跟踪误差"), "RMS \(unit)",
      console.text("max \(unit)", "最大 \(unit)"),
    ])
    for (joint, error) in zip(info.joints, statistics.tracking) {
      table.add([joint.name, Figures.fixed(error.rms, 5), Figures.fixed(error.maximum, 5)])
    }
    return table.lines
  }
}
