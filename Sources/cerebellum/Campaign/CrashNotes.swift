import Glibc

/// Knows which seeds are being played, so that a crash can be repeated.
enum CrashNotes {
  /// The most threads.
  static let places = 64
  /// Stands for no seed: seeds have 32 bits.
  private static let none = UInt64.max
  // Each thread writes its own place; only the handler of a crash reads them all.
  private nonisolated(unsafe) static let playing = {
    let playing = UnsafeMutablePointer<UInt64>.allocate(capacity: places)
    playing.initialize(repeating: none, count: places)
    return playing
  }()

  /// `job` begins `seed`.
  static func begin(job: Int, seed: UInt64) { playing[job] = seed }

  /// From now on a crash names the seeds that were being played, on standard error.
  static func start() {
    playing[0] = none
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(number) { number in
        CrashNotes.tell()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Async-signal-safe: nothing is allocated.
  private static func tell() {
    write("cerebellum: crashed in one of these; play each again:\n")
    for place in 0..<places where playing[place] != none {
      write("  --seeds ")
      write(playing[place])
      write("\n")
    }
  }

  private static func write(_ text: StaticString) {
    _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  private static func write(_ number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      var digit = UInt8(ascii: "0") + UInt8(number / divisor % 10)
      _ = Glibc.write(STDERR_FILENO, &digit, 1)
      divisor /= 10
    }
  }
}
