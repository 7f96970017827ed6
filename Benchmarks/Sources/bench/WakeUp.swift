import BenchmarkKit
import CBenchmark
import RobotRuntime
import RobotUnits

private let period = TimeSpan.milliseconds(1)
private let cycles = 500

/// From the grid point to running, at 1 kHz with nothing to do: ours, the same loop in C, and the tool
/// that people measure a machine with.
func wakeUp() -> Benchmark {
  let refusal = Realtime.refusal
  let ours = "CyclicExecutor"
  return Benchmark(
    "wake-up",
    question: "from the grid point to running; \(cycles) cycles of 1 ms per round, SCHED_FIFO "
      + "\(Realtime.priority), processor \(Realtime.processor), every latency kept in ns",
    reference: "C twin",
    contestants: [
      Contestant(ours, missing: refusal) { () throws(BenchmarkFailure) in try executor() },
      Contestant("C twin", missing: refusal, run: twin),
      cyclictest(refusal: refusal, cycles: cycles),
    ],
    bars: [
      Bar(.ratio(figure: "p50", of: ours, to: "C twin"), atMost: 1.10),
      Bar(.ratio(figure: "p50", of: ours, to: "cyclictest"), atMost: 1.15),
      Bar(.ratio(figure: "p99", of: ours, to: "C twin"), atMost: 1.3),
    ], slices: 4)
}

/// How far from the grid point a cycle is released when the executor sleeps until shortly before it and
/// spins the rest.
func releaseError() -> Benchmark {
  let spins = [60, 200] as [Int64]
  return Benchmark(
    "release-error",
    question: "from the grid point to running when the last part is spun; \(cycles) cycles of 1 ms "
      + "per round, SCHED_FIFO \(Realtime.priority), processor \(Realtime.processor)",
    contestants: spins.map { spin in
      Contestant("spin \(spin) us", missing: Realtime.refusal) { () throws(BenchmarkFailure) in
        try executor(spin: .microseconds(spin))
      }
    }, bars: [Bar(.median(figure: "p50", of: "spin 200 us"), atMost: 999)], slices: 4)
}

private func executor(spin: TimeSpan = .zero) throws(BenchmarkFailure) -> [Reading] {
  let samples = Samples(capacity: cycles)
  let stop = StopFlag()
  try Realtime.loop(every: period, spin: spin, priority: Realtime.priority, stop: stop) { grid in
    LatencyTask(grid: grid, samples: samples, stop: stop)
  }
  return Reading.distribution(of: samples.values())
}

private func twin() throws(BenchmarkFailure) -> [Reading] {
  let samples = Samples(capacity: cycles)
  try Realtime.run(
    TwinLoop(start: SystemClock.now() + .milliseconds(5), samples: samples),
    priority: Realtime.priority)
  return Reading.distribution(of: samples.values())
}

/// Notes how late it was woken, and ends the loop when it has seen enough.
private struct LatencyTask: CyclicTask {
  let grid: CycleGrid
  let samples: Samples
  let stop: StopFlag

  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let record = trace.record
    let woken = record.due + TimeSpan(nanoseconds: record.duration(.wakeUp))
    samples.add((woken - grid.instant(turn.index)).nanoseconds)
    if samples.count == cycles { stop.raise() }
  }

  mutating func end() {}
}

private struct TwinLoop: RealtimeJob {
  let start: MonotonicInstant
  let samples: Samples

  mutating func run() {
    let statistics = UnsafeMutablePointer<cb_loop_statistics>.allocate(capacity: 1)
    statistics.initialize(to: cb_loop_statistics())
    let end = start + period * Int64(cycles)
    samples.fill { latency, capacity in
      cb_loop(
        start.nanoseconds, period.nanoseconds, end.nanoseconds, statistics, latency, capacity)
    }
    statistics.deallocate()
  }
}
