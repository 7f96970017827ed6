import RobotRuntime
import RobotUnits
import Synchronization
import Testing

/// Runs on the real clock, so nothing here depends on how late the machine is.
@Suite struct CyclicExecutorTests {
  private static let period = TimeSpan.microseconds(500)

  private final class Log: Sendable {
    struct Turn: Sendable {
      var index: UInt64
      var skipped: UInt64
      var woken: MonotonicInstant
      var done: MonotonicInstant
    }
    let turns = Mutex<[Turn]>([])
    let ends = Counter()
  }

  private struct Task: CyclicTask {
    let log: Log
    let stop: StopFlag
    /// The last turn, and the turn that takes `busy`.
    let last: Int
    var slow: Int?
    var busy = TimeSpan.zero
    private var count = 0

    init(log: Log, stop: StopFlag, last: Int, slow: Int? = nil, busy: TimeSpan = .zero) {
      self.log = log
      self.stop = stop
      self.last = last
      self.slow = slow
      self.busy = busy
    }

    mutating func run(_ turn: RobotRuntime.Turn, _ trace: inout CycleTrace) {
      // The executor's own reading: the thread may lose the processor right behind it.
      let woken = trace.record.due + TimeSpan(nanoseconds: trace.record.duration(.wakeUp))
      if count == slow {
        let until = SystemClock.now() + busy
        while SystemClock.now() < until {}
      }
      if count == last { stop.raise() }
      count += 1
      trace.end(.control)
      log.turns.withLock {
        $0.append(
          Log.Turn(
            index: turn.index, skipped: turn.skipped, woken: woken, done: SystemClock.now()))
      }
    }

    mutating func end() { log.ends.add() }
  }

  private func play(
    _ phase: TimeSpan, last: Int, slow: Int? = nil, busy: TimeSpan = .zero,
    period: TimeSpan = Self.period
  ) -> (
    [Log.Turn], LoopStatistics, CycleGrid, ends: UInt64
  ) {
    let log = Log()
    let stop = StopFlag()
    let statistics = LoopStatistics()
    let grid = CycleGrid(start: SystemClock.now() + .milliseconds(2), period: period)
    var executor = CyclicExecutor(
      Task(log: log, stop: stop, last: last, slow: slow, busy: busy),
      timing: CycleTiming(grid: grid, phase: phase, deadline: period + phase), stop: stop,
      statistics: statistics, records: Ring<CycleRecord>(capacity: 256).writer)
    executor.run()
    return (log.turns.withLock { $0 }, statistics, grid, log.ends.value)
  }

  @Test(arguments: [TimeSpan.zero, .microseconds(300)])
  func staysOnTheGrid(_ phase: TimeSpan) {
    let (turns, statistics, grid, ends) = play(phase, last: 99)
    #expect(turns.count == 100)
    var expected: UInt64 = 0
    for turn in turns {
      #expect(turn.index == expected + turn.skipped)
      #expect(turn.woken >= grid.instant(turn.index) + phase, "woken before its grid point")
      #expect(turn.woken < grid.instant(turn.index + 1) + phase, "the grid point is another one")
      expected = turn.index + 1
    }
    #expect(statistics.cycles == 100)
    #expect(statistics.skipped == turns.reduce(0) { $0 + $1.skipped })
    #expect(statistics.wakeUp.count == 100)
    #expect(statistics.execution.count == 100)
    #expect(ends == 1)
  }

  @Test func skipsTheGridPointsThatACycleOverran() throws {
    let (turns, statistics, grid, _) = play(
      .zero, last: 9, slow: 4, busy: .microseconds(2_600))
    let before = turns[4]
    let after = turns[5]
    // 2.6 ms are 5.2 periods: the four grid points after the slow one have passed for certain, and the
    // cycle of the fifth begins late.
    #expect(after.index >= before.index + 5)
    #expect(after.skipped == after.index - before.index - 1)
    #expect(statistics.skipped >= 4)
    #expect(statistics.overruns >= 1)
    #expect(statistics.execution.maximum >= 2_600_000)
    // The phase did not move: what comes after is on the old grid.
    for turn in turns.dropFirst(6) {
      #expect(turn.woken >= grid.instant(turn.index))
    }
  }

  @Test func countsAnOverrunOnce() {
    // Long periods, so that the few instructions between our clock reading and the executor's do not
    // matter.
    let (turns, statistics, grid, _) = play(
      .zero, last: 2, slow: 1, busy: .milliseconds(100), period: .milliseconds(40))
    var overruns: UInt64 = 0
    var wasLate = false
    for turn in turns {
      let isLate = turn.done > grid.instant(turn.index + 1)
      if isLate || (turn.skipped > 0 && !wasLate) { overruns += 1 }
      wasLate = isLate
    }
    #expect(turns[2].skipped >= 1, "2.5 periods")
    #expect(statistics.overruns == overruns)
  }

  @Test func endsAtOnceWhenItWasStoppedBefore() {
    let log = Log()
    let stop = StopFlag()
    stop.raise()
    var executor = CyclicExecutor(
      Task(log: log, stop: stop, last: 0),
      timing: CycleTiming(
        grid: CycleGrid(start: SystemClock.now(), period: Self.period), phase: .zero,
        deadline: Self.period),
      stop: stop, statistics: LoopStatistics(), records: Ring<CycleRecord>(capacity: 1).writer)
    executor.run()
    #expect(log.turns.withLock { $0.isEmpty })
    #expect(log.ends.value == 1, "what a task drives is made safe whether it ran or not")
  }
}
