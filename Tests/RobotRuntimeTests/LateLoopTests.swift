import RobotCore
import RobotRuntime
import RobotUnits
import Synchronization
import Testing

/// The executor on the real clock, held up by force. What is expected are facts about the grid, however
/// late the machine makes everything beside.
@Suite struct LateLoopTests {
  private static let period = TimeSpan.milliseconds(1)

  private final class Log: Sendable {
    struct Entry: Sendable {
      var turn: Turn
      var woken: MonotonicInstant
    }
    let entries = Mutex<[Entry]>([])
  }

  /// Takes 3.5 periods in its fifth turn.
  private struct Task: CyclicTask {
    let log: Log
    let stop: StopFlag
    let turns: Int
    private var count = 0

    init(log: Log, stop: StopFlag, turns: Int) {
      self.log = log
      self.stop = stop
      self.turns = turns
    }

    mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
      log.entries.withLock { $0.append(Log.Entry(turn: turn, woken: trace.now())) }
      count += 1
      if count == 5 {
        let until = SystemClock.now() + .microseconds(3_500)
        while SystemClock.now() < until {}
      }
      if count == turns { stop.raise() }
      trace.end(.control)
    }

    mutating func end() {}
  }

  private func play(
    _ policy: OverrunPolicy, phase: TimeSpan = .zero, spin: TimeSpan = .zero
  ) -> (entries: [Log.Entry], grid: CycleGrid, records: [CycleRecord]) {
    let log = Log()
    let stop = StopFlag()
    let grid = CycleGrid(start: SystemClock.now() + .milliseconds(2), period: Self.period)
    let ring = Ring<CycleRecord>(capacity: 64)
    var executor = CyclicExecutor(
      Task(log: log, stop: stop, turns: 40),
      timing: CycleTiming(grid: grid, phase: phase, deadline: Self.period, spin: spin),
      policy: policy, stop: stop, statistics: LoopStatistics(), records: ring.writer)
    executor.run()
    var reader = ring.reader
    var records: [CycleRecord] = []
    while let record = reader.pop() { records.append(record) }
    return (log.entries.withLock { $0 }, grid, records)
  }

  /// After the stall every turn belongs to the grid point that the clock says: the phase has not moved
  /// by a nanosecond, and no grid point is unaccounted for.
  @Test(arguments: [TimeSpan.zero, .microseconds(850)], [TimeSpan.zero, .microseconds(100)])
  func theGridDoesNotMove(_ phase: TimeSpan, _ spin: TimeSpan) {
    let (entries, grid, records) = play(OverrunPolicy(), phase: phase, spin: spin)
    #expect(entries.count == 40)
    var expected: UInt64 = 0
    for (entry, record) in zip(entries, records) {
      let index = entry.turn.index
      #expect(index == expected + entry.turn.skipped)
      #expect(record.index == index)
      #expect(record.due == grid.instant(expected) + phase, "due on the grid, whatever came before")
      #expect(entry.woken >= grid.instant(index) + phase, "never early")
      expected = index + 1
    }
    let stalled = entries[4].turn.index
    #expect(entries[5].turn.index >= stalled + 3, "3.5 periods")
    #expect(entries[5].turn.skipped == entries[5].turn.index - stalled - 1)
    #expect(entries[5].turn.overrun.cost >= 2)
  }

  @Test func catchesUpEachCycleUnderItsOwnIndex() {
    let (entries, _, _) = play(OverrunPolicy(catchUp: 2))
    var caughtUp = 0
    var expected: UInt64 = 0
    var late = 0
    for entry in entries {
      #expect(entry.turn.index == expected + entry.turn.skipped)
      expected = entry.turn.index + 1
      late = entry.turn.behind > 0 ? late + 1 : 0
      if entry.turn.behind > 0 { caughtUp += 1 }
      #expect(late <= 2)
    }
    // Turn 5 took 3.5 periods: the two lost cycles after it at the latest are caught up.
    #expect(caughtUp >= 2)
    #expect(entries[5].turn.behind >= 1)
    #expect(entries[5].turn.behind <= 2)
  }

  @Test func toldOncePerOverrun() {
    let (entries, _, _) = play(
      OverrunPolicy(ladder: OverrunCredits(most: 2, regain: 1_000_000)))
    #expect(entries[5].turn.overrun.escalation != .none, "at least 2 cycles of a stock of 2")
    #expect(entries[5].turn.overrun.stock == 2)
  }
}
