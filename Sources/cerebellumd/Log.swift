import Glibc

/// Lines on standard error: with syslog levels when the journal reads them (sd-daemon(3)), plain
/// otherwise.
struct Log {
  enum Level: Int {
    case error = 3
    case warning = 4
    case notice = 5
    case information = 6
  }

  private let isJournal = getenv("JOURNAL_STREAM") != nil

  func write(_ level: Level, _ text: String) {
    let prefix = isJournal ? "<\(level.rawValue)>" : "cerebellumd: "
    var output = ""
    for line in text.split(separator: "\n") { output += "\(prefix)\(line)\n" }
    // A log that cannot be written is no reason to do anything to a robot.
    output.withCString { _ = Glibc.write(STDERR_FILENO, $0, strlen($0)) }
  }
}
