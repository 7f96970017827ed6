import Glibc
import RobotRuntime
import Testing

@Suite struct RealtimeThreadTests {
  private struct Job: RealtimeJob, ~Copyable {
    let ran: Counter
    let gone: Counter

    mutating func run() { ran.add() }

    deinit { gone.add() }
  }

  @Test func runsTheJobAndEnds() throws {
    let ran = Counter()
    let gone = Counter()
    let thread = try RealtimeThread.start(
      Job(ran: ran, gone: gone), name: "cbl-test",
      scheduling: Scheduling(priority: nil, processor: nil))
    thread.join()
    #expect(ran.value == 1)
    #expect(gone.value == 1, "the job is released with its thread")
  }

  /// SCHED_FIFO has 1...99 on Linux (sched(7)).
  @Test(arguments: [100, 0, -1, 1000] as [Int32])
  func refusesAPriorityThatDoesNotExist(_ priority: Int32) {
    let ran = Counter()
    let gone = Counter()
    #expect {
      try RealtimeThread.start(
        Job(ran: ran, gone: gone), name: "cbl-test",
        scheduling: Scheduling(priority: priority, processor: nil))
    } throws: { error in
      (error as? SystemError)?.errno == EINVAL
    }
    #expect(ran.value == 0, "nothing runs")
    #expect(gone.value == 1, "and the job is not leaked")
  }

  @Test func refusesAProcessorThatDoesNotExist() {
    let ran = Counter()
    #expect(throws: SystemError.self) {
      try RealtimeThread.start(
        Job(ran: ran, gone: Counter()), name: "cbl-test",
        scheduling: Scheduling(priority: nil, processor: 1000))
    }
    #expect(ran.value == 0)
  }

  @Test func flushesDenormals() throws {
    struct Divide: RealtimeJob {
      let zeros: Counter
      var least = Double.leastNormalMagnitude
      mutating func run() {
        least /= 2
        if least == 0 { zeros.add() }
      }
    }
    let zeros = Counter()
    try RealtimeThread.start(
      Divide(zeros: zeros), name: "cbl-test", scheduling: Scheduling(priority: nil, processor: nil)
    ).join()
    #expect(zeros.value == 1)
  }
}
