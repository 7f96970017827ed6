import Glibc

/// Knows which sequences run, so that a crash can be repeated.
enum Watchman {
  static let mostJobs = 16
  // Each job writes its own place; only the handler of a crash reads them all.
  private nonisolated(unsafe) static let running = {
    let places = UnsafeMutablePointer<Int>.allocate(capacity: mostJobs)
    places.initialize(repeating: -1, count: mostJobs)
    return places
  }()

  /// `job` begins `sequence`.
  static func begin(job: Int, sequence: Int) { running[job] = sequence }

  /// From now on a crash says which sequences ran.
  static func start() {
    running[0] = -1
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(number) { number in
        Watchman.say()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  private static func say() {
    print("CRASHED in one of these; repeat each with the same seed and robots:")
    for job in 0..<mostJobs where running[job] >= 0 { print("  --only \(running[job])") }
    fflush(nil)
  }
}
