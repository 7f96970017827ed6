import Synchronization
import Testing

// Daemons are costly and some have real-time threads: two at a time, one of each list, whatever number
// of processors there is.

/// Tests in which a robot is armed. As real-time as the system allows: a daemon that is starved stops
/// its robot, and rightly so.
@Suite(.serialized) enum ArmedRobots {
  /// A shared machine may starve loops for seconds at a time.
  private static let mostRuns = 12
  /// What a shared machine needs: it takes the processor away for tens of milliseconds, in which the
  /// arm goes on, and then seems to be fast.
  private static let patience = (
    "rate: 500 Hz",
    """
    rate: 500 Hz
    loop: { overrun: { hold: 1000 } }
    safety: { stale: 500 ms, stall: 2 s, following_error_time: 2 s, over_speed: 10,
              position_margin: 0.5 rad }
    """
  )
  /// What stops a robot whose loop is starved even so.
  private static let faultsOfStarvation = ["fault 201", "fault 301", "fault 402", "fault 403"]

  /// Runs `body` with a daemon of the arm with `changes` to its file; again where this machine starved
  /// the daemon's loop, which is nobody's mistake: what failed then is listed as a known issue.
  static func withDaemon(
    _ changes: [(String, String)] = [], environment: [String: String] = [:],
    _ body: (Daemon) throws -> Void
  ) throws {
    for attempt in 1...ArmedRobots.mostRuns {
      let directory = try TemporaryDirectory()
      // Its log is read by the test's own thread alone, in `body` or when an issue is recorded there.
      nonisolated(unsafe) let daemon = try Daemon(
        robot: directory.arm(changes + [patience]), in: directory, priority: 50,
        environment: environment)
      let wasStarved = Atomic(false)
      try withKnownIssue("the machine starved the loop: run \(attempt)", isIntermittent: true) {
        try body(daemon)
      } matching: { _ in
        guard attempt < ArmedRobots.mostRuns,
          daemon.process.saysSoon(anyOf: faultsOfStarvation)
        else {
          return false
        }
        wasStarved.store(true, ordering: .relaxed)
        return true
      }
      if !wasStarved.load(ordering: .relaxed) { return }
    }
  }
}

/// Tests in which nothing moves.
@Suite(.serialized) enum RestingRobots {}
