import Synchronization
import Testing

// Daemons are costly and some have real-time threads: two at a time, one of each list, whatever number
// of processors there is.

/// Tests in which a robot is armed. As real-time as the system allows: a daemon that is starved stops
/// its robot, and rightly so.
@Suite(.serialized) enum ArmedRobots {
  /// A shared machine may starve loops for seconds at a time.
  private static let mostRuns = 8
  /// What stops a robot whose loop is starved even so.
  private static let faultsOfStarvation = ["fault 201", "fault 301", "fault 402", "fault 403"]

  /// Runs `body` with a daemon of the arm with `changes` to its file, which bears stalls of the machine
  /// unless `isPatient` is false; again where this machine starved
  /// the daemon's loop, which is nobody's mistake: what failed then is listed as a known issue.
  static func withDaemon(
    _ changes: [(String, String)] = [], isPatient: Bool = true,
    wrapper: [String] = [], environment: [String: String] = [:], _ body: (Daemon) throws -> Void
  ) throws {
    for attempt in 1...ArmedRobots.mostRuns {
      let directory = try TemporaryDirectory()
      // Its log is read by the test's own thread alone, in `body` or when an issue is recorded there.
      nonisolated(unsafe) let daemon = try Daemon(
        robot: directory.arm(changes), in: directory, priority: 50, isPatient: isPatient,
        wrapper: wrapper, environment: environment)
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
