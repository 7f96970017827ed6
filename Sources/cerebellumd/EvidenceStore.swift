import Glibc
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire
import Synchronization

/// Writes the cycles about each fault and stop to disk, one after the other, on a thread of its own: a disk that is
/// full, slow or gone keeps nobody waiting.
struct EvidenceStore: ~Copyable {
  /// So many wait while one is written; what comes then is left out, and said.
  private static let queueLength = 8

  private let folder: EvidenceFolder
  private let joints: [String]
  private let log: Log
  private var waiting: [(name: String, table: EvidenceTable)] = []
  private var writing: Writing?

  /// One file that is being written.
  private final class Writing: Sendable {
    let name: String
    let thread: RealtimeThread
    let result: WritingResult

    init(name: String, thread: RealtimeThread, result: WritingResult) {
      self.name = name
      self.thread = thread
      self.result = result
    }
  }

  /// What became of it: read once `isDone`.
  private final class WritingResult: Sendable {
    let isDone = Atomic(false)
    let failure = Mutex<EvidenceFolder.Failure?>(nil)
  }

  private struct WritingJob: RealtimeJob {
    let folder: EvidenceFolder
    let name: String
    let table: EvidenceTable
    let result: WritingResult

    mutating func run() {
      do throws(EvidenceFolder.Failure) {
        try folder.keep(text, as: name)
      } catch {
        result.failure.withLock { $0 = error }
      }
      result.isDone.store(true, ordering: .releasing)
    }

    private var text: String {
      let event = table.event
      return (["# \(event.fault.code): \(event.english)", "# \(event.chinese)"] + table.lines)
        .joined(separator: "\n") + "\n"
    }
  }

  /// Says what is there from before: the newest, and what a loss of power left incomplete.
  init(_ folder: EvidenceFolder, joints: [String], log: Log) {
    self.folder = folder
    self.joints = joints
    self.log = log
    for name in folder.recover() {
      log.write(
        .warning,
        "\(folder.path)/\(name) was being written when the daemon ended; its whole lines are kept  "
          + "守护进程结束时正在写入 \(folder.path)/\(name)；已保留其完整的行")
    }
    if let last = folder.names.last {
      log.write(
        .notice,
        "the last fault or stop before this start: \(folder.path)/\(last)  "
          + "本次启动前的最后一次故障或停机：\(folder.path)/\(last)")
    }
  }

  /// Keeps what happened at `time` of the calendar.
  mutating func keep(_ event: FaultEvent, _ cycles: [CycleEvidence], at time: time_t = time(nil)) {
    let name = Self.name(event, at: time)
    guard waiting.count < Self.queueLength else {
      return complain(of: name, "the disk is too slow", "磁盘过慢")
    }
    waiting.append((name, EvidenceTable(event: event, cycles: cycles, joints: joints)))
    tend()
  }

  /// Says what became of the last file, and begins the next.
  mutating func tend() {
    if let done = writing, done.result.isDone.load(ordering: .acquiring) {
      done.thread.join()
      writing = nil
      if let failure = done.result.failure.withLock({ $0 }) {
        complain(
          of: done.name, "\(failure.call): \(String(cString: strerror(failure.errno)))",
          "\(failure.call)：\(String(cString: strerror(failure.errno)))")
      }
    }
    guard writing == nil, !waiting.isEmpty else { return }
    let next = waiting.removeFirst()
    let result = WritingResult()
    do throws(SystemError) {
      let thread = try RealtimeThread.start(
        WritingJob(folder: folder, name: next.name, table: next.table, result: result),
        name: "evidence", scheduling: Scheduling(priority: nil, processor: nil))
      writing = Writing(name: next.name, thread: thread, result: result)
    } catch {
      complain(
        of: next.name, "\(error.call): \(String(cString: strerror(error.errno)))",
        "\(error.call)：\(String(cString: strerror(error.errno)))")
    }
  }

  /// Waits for what is still to be written, until `deadline` at the latest.
  mutating func finish(until deadline: MonotonicInstant) {
    while writing != nil || !waiting.isEmpty, SystemClock.now() < deadline {
      usleep(5000)
      tend()
    }
  }

  private func complain(of name: String, _ english: String, _ chinese: String) {
    log.write(
      .warning,
      "\(folder.path)/\(name) is not kept (\(english)): the robot is not concerned; make room, or see who may write "
        + "there. `cerebellum evidence` still has it  \(folder.path)/\(name) 未能保存（\(chinese)）：机器人不受影响；"
        + "请腾出空间或检查写权限。`cerebellum evidence` 仍可查看")
  }

  /// `20261123T081500Z-cycle1049-402.csv`: sorts by time.
  private static func name(_ event: FaultEvent, at time: time_t) -> String {
    let stamp = CalendarTime.text(time, "%Y%m%dT%H%M%SZ")
    return "\(stamp)-cycle\(event.cycle)-\(event.fault.code).csv"
  }
}
