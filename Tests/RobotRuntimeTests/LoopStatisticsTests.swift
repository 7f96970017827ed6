import RobotRuntime
import RobotUnits
import Testing

/// As a cyclic thread holds its recorder. That this compiles is the test: the attributes refuse whatever
/// could allocate or lock on the way.
private struct Recording: ~Copyable {
  var recorder: LoopRecorder
  var record = CycleRecord()

  @_noAllocation @_noLocks
  mutating func cycle() {
    recorder.record(record)
    recorder.addOverrun()
  }
}

@Suite struct LoopStatisticsTests {
  @Test func countsEachStageThatTheThreadHas() {
    let statistics = LoopStatistics()
    var recording = Recording(recorder: statistics.recorder)
    recording.record.stages[0] = 5_000  // wakeUp
    recording.record.stages[1] = 40  // clock
    recording.record.stages[2] = 700_000  // transfer
    recording.record.stages[9] = 260  // publish
    recording.record.skipped = 3
    recording.cycle()
    recording.record.skipped = 0
    recording.record.lateness = 1
    recording.record.stages[2] = 800_000
    recording.cycle()
    #expect(statistics.cycles == 2)
    #expect(statistics.skipped == 3)
    #expect(statistics.late == 1)
    #expect(statistics.overruns == 2)
    #expect(statistics.wakeUp.maximum == 5_000)
    #expect(statistics.histogram(.transfer).count == 2)
    #expect(statistics.histogram(.transfer).maximum == 800_000)
    #expect(statistics.histogram(.publish).counts.sum == 520)
    // All but the wake-up.
    #expect(statistics.execution.maximum == 800_300)
    #expect(statistics.execution.counts.sum == 700_300 + 800_300)
    for stage in [Stage.decode, .lines, .commands, .control, .encode, .enable] {
      #expect(statistics.histogram(stage).count == 0, "\(stage)")
    }
  }

  /// A thread that spins until its grid point may run on time to the nanosecond.
  @Test func countsAWakeUpOnTime() {
    let statistics = LoopStatistics()
    var recording = Recording(recorder: statistics.recorder)
    recording.cycle()
    recording.record.stages[0] = -3
    recording.cycle()
    #expect(statistics.wakeUp.count == 2)
    #expect(statistics.wakeUp.maximum == 0)
    #expect(statistics.execution.count == 2)
  }

  @Test func theRecorderKeepsTheMemory() {
    var statistics: LoopStatistics? = LoopStatistics()
    weak let memory = statistics
    guard var recording = statistics.map({ Recording(recorder: $0.recorder) }) else { return }
    statistics = nil
    #expect(memory != nil)
    recording.cycle()
    #expect(memory?.cycles == 1)
  }
}

@Suite struct WakeUpProbeTests {
  @Test func countsEveryPointOfItsGridOnce() {
    let histogram = Histogram()
    let skipped = Counter()
    let start = SystemClock.now()
    let period = TimeSpan.microseconds(500)
    let grid = CycleGrid(start: start, period: period)
    var probe = WakeUpProbe(
      grid: grid, end: start + .milliseconds(50), histogram: histogram, skipped: skipped,
      stop: StopFlag())
    probe.run()
    // Points 1 to 99 lie before the end; one that wakes behind the end may skip beyond it.
    #expect(histogram.count >= 1)
    #expect(histogram.count <= 99)
    #expect(histogram.count + skipped.value >= 99)
    #expect(histogram.count + skipped.value <= grid.index(at: SystemClock.now()))
  }

  @Test func endsWhenTold() {
    let histogram = Histogram()
    let start = SystemClock.now()
    let stop = StopFlag()
    stop.raise()
    var probe = WakeUpProbe(
      grid: CycleGrid(start: start, period: .milliseconds(1000)),
      end: start + .milliseconds(86_400_000), histogram: histogram, skipped: Counter(), stop: stop)
    probe.run()
    #expect(histogram.count == 0)
  }
}
