import Testing

// Daemons are costly and some have real-time threads: two at a time, one of each list, whatever number
// of processors there is.

/// Tests in which a robot is armed. As real-time as the system allows: a daemon that is starved stops
/// its robot, and rightly so.
@Suite(.serialized) enum ArmedRobots {
  /// Runs `body` with a daemon of the arm with `changes` to its file; again where this machine starved
  /// the daemon's loop, which is nobody's mistake.
  static func withDaemon(
    _ changes: [(String, String)] = [], environment: [String: String] = [:],
    _ body: (Daemon) throws -> Void
  ) throws {
    for attempt in 1...5 {
      let directory = try TemporaryDirectory()
      let daemon = try Daemon(
        robot: directory.arm(changes), in: directory, priority: 50, environment: environment)
      do {
        return try body(daemon)
      } catch {
        let log = daemon.process.newestLog()
        let isStarved = log.contains("fault 301") || log.contains("fault 201")
        guard attempt < 5, isStarved else { throw error }
      }
    }
  }
}

/// Tests in which nothing moves.
@Suite(.serialized) enum RestingRobots {}
