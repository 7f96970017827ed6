import RobotRuntime
import RobotUnits

/// The whole of it: calibrate, inject, compare.
struct Suite {
  let count: Int
  let seed: UInt64
  /// Only what cannot fail on a busy machine is asserted.
  let isShort: Bool

  /// The share of right attributions that is asked for [%].
  static let bar = 95

  func run() throws(SystemError) -> Int32 {
    let isRealtime = ProcessSetup.grantsRealtime
    if !isRealtime {
      print(
        "SCHED_FIFO is not permitted: the threads run with SCHED_OTHER, and all that compete "
          + "with them for a processor are hogs as well. Run as root for figures that count.")
    }
    let fault = Run.measureFault()
    let margin = try Run.measureMargin(isRealtime: isRealtime)
    let grid = CycleGrid(start: SystemClock.now() + .milliseconds(20), period: Run.period)
    let plan = Plan(count: count, margin: margin, grid: grid, seed: seed)
    print(
      "seed \(seed), \(count) of each, each 1.2 to 10 times \(margin / 1000) us, page fault \(fault) ns"
    )
    let outcome = try Run(plan: plan, isRealtime: isRealtime, faultTime: fault).perform()
    let confusion = Confusion(plan, outcome.late)
    print(confusion.text)
    print(
      "right: \(confusion.right) of \(confusion.answered) "
        + "(\(Confusion.percent(confusion.right, confusion.answered))); late because of their "
        + "predecessor: \(confusion.followers); with a greater cause of the machine's own: "
        + "\(confusion.drowned); misses \(outcome.late.count); records lost "
        + "\(outcome.refused)")
    for line in confusion.wrong.prefix(20) { print("wrong: \(line)") }
    return verdict(confusion, outcome)
  }

  private func verdict(_ confusion: Confusion, _ outcome: Run.Outcome) -> Int32 {
    let reported = UInt64(outcome.late.filter { $0.record.lateness > 0 }.count)
    guard reported == outcome.misses || outcome.refused > 0 else {
      print("FAILED: \(outcome.misses) cycles were late and \(reported) were explained")
      return 1
    }
    if isShort { return 0 }
    guard confusion.right * 100 >= confusion.answered * Self.bar, confusion.answered > 0 else {
      print("FAILED: less than \(Self.bar) % are right")
      return 1
    }
    return 0
  }
}

extension ProcessSetup {
  /// Whether SCHED_FIFO is granted here.
  static var grantsRealtime: Bool {
    struct Nothing: RealtimeJob {
      mutating func run() {}
    }
    do throws(SystemError) {
      try RealtimeThread.start(
        Nothing(), name: "probe", scheduling: Scheduling(priority: 80, processor: nil)
      ).join()
      return true
    } catch {
      return false
    }
  }
}
