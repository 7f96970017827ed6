import BenchmarkKit
import CBenchmark
import RobotRuntime
import RobotUnits

private let period = TimeSpan.milliseconds(1)
private let stallAt: UInt64 = 100
private let lastIndex: UInt64 = 300

/// Whether a stall moves the grid. A fact about the deadlines that reach clock_nanosleep, not a timing.
func phaseDrift() -> Benchmark {
  let ours = "CyclicExecutor"
  return Benchmark(
    "phase-drift",
    question: "a task that takes 3 ms once in a 1 ms loop: how far the deadlines given to "
      + "clock_nanosleep afterwards are off the grid, and whether each skipped cycle is counted",
    contestants: [Contestant(ours, run: measure)],
    bars: [
      Bar(.worst(figure: "off the grid", of: ours), atMost: 0),
      Bar(.worst(figure: "skipped, not counted", of: ours), atMost: 0),
    ])
}

private func measure() throws(BenchmarkFailure) -> [Reading] {
  let deadlines = Samples(capacity: Int(lastIndex) + 1)
  let indices = Samples(capacity: Int(lastIndex) + 1)
  let stop = StopFlag()
  let statistics = LoopStatistics()
  try Realtime.loop(
    every: period, priority: Realtime.grantedPriority, stop: stop, statistics: statistics
  ) { _ in StallingTask(deadlines: deadlines, indices: indices, stop: stop) }
  let places = deadlines.values()
  guard let first = places.first, let begin = indices.values().first,
    let end = indices.values().last
  else { throw BenchmarkFailure("the executor did not sleep through clock_nanosleep") }
  // Against the first deadline: a loop that wakes early to spin does so in every cycle.
  let offsets = places.map { place in
    let offset = (place - first).truncatingRemainder(dividingBy: Double(period.nanoseconds))
    return min(offset, Double(period.nanoseconds) - offset)
  }
  let lost = end - begin + 1 - Double(indices.count)
  let counted = Double(statistics.skipped) - begin
  return [
    Reading("off the grid", offsets.max() ?? 0),
    Reading("skipped", lost, .count),
    Reading("skipped, not counted", abs(lost - counted), .count),
  ]
}

private struct StallingTask: CyclicTask {
  let deadlines: Samples
  let indices: Samples
  let stop: StopFlag
  var hasStalled = false

  init(deadlines: Samples, indices: Samples, stop: StopFlag) {
    self.deadlines = deadlines
    self.indices = indices
    self.stop = stop
  }

  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    if indices.count == 0 {
      deadlines.fill { base, capacity in
        cb_watch_sleep(base, capacity)
        return 0
      }
    }
    indices.add(Int64(turn.index))
    if turn.index >= stallAt, !hasStalled {
      hasStalled = true
      cb_spin(3_000_000)
    }
    if turn.index >= lastIndex { stop.raise() }
  }

  mutating func end() {
    deadlines.fill { _, _ in Int(cb_watched_sleeps()) }
    cb_watch_sleep(nil, 0)
  }
}
