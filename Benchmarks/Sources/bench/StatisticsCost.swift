import BenchmarkKit
import RobotRuntime
import RobotUnits

/// Notes cycles as CyclicExecutor does.
private final class Recorder {
  private let statistics = LoopStatistics()
  private var recorder: LoopRecorder
  private var records: RingWriter<CycleRecord>
  private var taken: RingReader<CycleRecord>
  private var trace = CycleTrace()
  private var duration: Int64 = 1

  init() {
    recorder = statistics.recorder
    let ring = Ring<CycleRecord>(capacity: 1024)
    records = ring.writer
    taken = ring.reader
  }

  /// The statistics alone.
  func record(_ repetitions: Int) {
    for _ in 0..<repetitions {
      // Over six decades of durations, so that no bucket stays in the nearest cache by itself.
      duration = duration &* 5 % 1_048_573
      trace.record.stages[Stage.wakeUp.place()] = duration
      trace.record.stages[Stage.control.place()] = duration >> 3
      recorder.record(trace.record)
    }
  }

  /// Everything that is noted of a cycle of the control thread: eight stamps, statistics, record.
  func recordAll(_ repetitions: Int) {
    for index in 0..<repetitions {
      let turn = Turn(index: UInt64(index), skipped: 0)
      let now = SystemClock.now()
      trace.begin(turn, due: now, woken: now, interruptions: 0)
      trace.end(.decode)
      trace.end(.lines)
      trace.end(.commands)
      trace.end(.control)
      trace.end(.encode)
      trace.end(.enable)
      trace.end(.publish)
      recorder.record(trace.record)
      _ = records.push(trace.record)
      _ = taken.pop()
    }
  }
}

/// What the statistics of a loop cost it.
func statistics() -> Benchmark {
  let recorder = Recorder()
  let bare = "LoopStatistics.record"
  return Benchmark(
    "statistics",
    question: "noting one cycle: in the statistics, and all that is noted of it (9 clock readings, "
      + "statistics, record pushed and popped): ns",
    contestants: [
      Contestant(bare) {
        Reading.distribution(of: Timing.repetitions(iterations: 500, of: recorder.record))
      },
      Contestant("all of a cycle") {
        Reading.distribution(of: Timing.repetitions(iterations: 50, of: recorder.recordAll))
      },
    ], bars: [Bar(.best(figure: "p50", of: bare), atMost: 200)])
}

/// The statistics, for callgrind.
func countedStatistics() -> CountedWork {
  CountedWork("statistics", parts: 1) { Recorder().record }
}
