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

  /// A handler on the thread would take time of a cycle; but a fault that is blocked ends the process
  /// without its handler (sigprocmask(2)). 10, 34 and 64: SIGUSR1, SIGRTMIN, SIGRTMAX (signal(7)).
  @Test func takesNoSignalsButItsOwnFaults() throws {
    struct Ask: RealtimeJob {
      let blocked: [Counter]
      mutating func run() {
        for signal in RealtimeThreadTests.blocked() { blocked[signal].add() }
      }
    }
    // The threads of the tests block nearly all.
    var nothing = sigset_t()
    var before = sigset_t()
    sigemptyset(&nothing)
    pthread_sigmask(SIG_SETMASK, &nothing, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let blocked = (0...64).map { _ in Counter() }
    try RealtimeThread.start(
      Ask(blocked: blocked), name: "cbl-test", scheduling: Scheduling(priority: nil, processor: nil)
    ).join()
    for signal in [SIGHUP, SIGINT, SIGTERM, 10, SIGALRM, SIGCHLD, SIGPIPE, SIGXCPU, 34, 64] {
      #expect(blocked[Int(signal)].value == 1, "signal \(signal)")
    }
    for signal in [SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP] {
      #expect(blocked[Int(signal)].value == 0, "signal \(signal)")
    }
    #expect(Self.blocked().isEmpty, "whoever starts it goes on as before")
  }

  private static func blocked() -> [Int] {
    var set = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &set)
    return (1...64).filter { sigismember(&set, Int32($0)) == 1 }
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
