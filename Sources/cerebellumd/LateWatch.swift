import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// Explains late cycles: in the log, and to whoever asks.
struct LateWatch {
  private let system: RobotSystem
  private let watch: RobotWatch
  private let texts: LateTexts
  private let busNames: [String]
  private var journal: LateJournal
  /// The last ones, oldest first.
  private var last: [(bus: Int?, late: LateCycle)] = []

  /// How many late cycles are kept for clients.
  private static let kept = 16

  init(
    _ system: RobotSystem, _ running: RunningRobot, _ scheduling: Scheduling,
    _ robot: RobotDescription
  ) {
    self.system = system
    watch = system.watch(running, scheduling)
    texts = LateTexts(robot)
    busNames = robot.busNames
    journal = LateJournal(texts)
  }

  /// Looks at what the threads did since the last call.
  mutating func drain(_ now: MonotonicInstant, _ log: Log) {
    let late = watch.drain(now)
    last = Array((last + late).suffix(Self.kept))
    guard let line = journal.line(late, now) else { return }
    log.write(.warning, "\(line.english)  \(line.chinese)")
  }

  /// What the protocol tells of them.
  var report: LateReport {
    let counts = watch.counts
    return LateReport(
      counts: CauseKind.allCases.compactMap { kind in
        counts[kind].map { CauseCount(cause: kind.rawValue, count: $0) }
      },
      unseen: system.unseenRecords,
      cycles: last.map { entry in
        let finding = entry.late.finding
        let text = texts.text(entry.late, bus: entry.bus)
        return LateEvent(
          cycle: entry.late.record.index, due: entry.late.record.due,
          thread: entry.bus.map { busNames[$0] } ?? "",
          lateness: TimeSpan(nanoseconds: entry.late.nanoseconds),
          cause: finding.cause.kind.rawValue,
          cost: TimeSpan(nanoseconds: finding.nanoseconds), origin: finding.origin,
          english: text.english, chinese: text.chinese)
      },
      before: (last.last?.late.before ?? []).map { record in
        CycleStages(
          cycle: record.index, lateness: TimeSpan(nanoseconds: record.lateness),
          stages: Stage.allCases.map { TimeSpan(nanoseconds: record.duration($0)) })
      },
      usual: last.last?.late.baseline.typical.map { TimeSpan(nanoseconds: $0) } ?? [])
  }
}
