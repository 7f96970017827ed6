import Glibc
import RobotConfiguration

/// Lines on standard error: with syslog levels when the journal reads them (sd-daemon(3)), plain
/// otherwise. Never waits: when nobody reads, lines are lost, and the next one that is read tells how
/// many.
final class Log {
  enum Level: Int {
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
  }

  private let descriptor: Int32
  private let isSocket: Bool
  private let journal: JournalSocket?
  private var lost = 0

  init() {
    var status = stat()
    let type = fstat(STDERR_FILENO, &status) == 0 ? status.st_mode & S_IFMT : 0
    isSocket = type == S_IFSOCK
    journal = JournalSocket(standardError: status)
    // O_NONBLOCK belongs to the open file, which standard error shares with whoever started the
    // daemon. Opened anew, a pipe or a terminal is the daemon's own.
    let mayBlock = type == S_IFIFO || type == S_IFCHR
    let own =
      mayBlock ? open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
    descriptor = own >= 0 ? own : STDERR_FILENO
  }

  func write(_ level: Level, _ text: String) {
    if lost > 0, put(.warning, "\(lost) lines before this one were lost: nobody read them") {
      lost = 0
    }
    for line in text.split(separator: "\n") where !put(level, line) { lost += 1 }
  }

  /// `text`, one line, with fields that `journalctl` can search for; elsewhere than in the journal the line
  /// alone.
  func write(_ level: Level, _ text: String, fields: [(name: String, value: String)]) {
    let usual = [
      (name: "MESSAGE", value: text), ("PRIORITY", "\(level.rawValue)"),
      ("SYSLOG_IDENTIFIER", "cerebellumd"),
    ]
    if journal?.send(usual + fields) != true { write(level, text) }
  }

  /// That `what` failed with `code` (errno), and what follows from it.
  func write(_ level: Level, _ what: String, _ code: Int32, _ follows: BilingualText) {
    let cause = String(cString: strerror(code))
    write(level, "\(what): \(cause); \(follows.english)  \(what)：\(cause)；\(follows.chinese)")
  }

  /// What a line begins with.
  func prefix(_ level: Level) -> String {
    journal != nil ? "<\(level.rawValue)>" : "cerebellumd: "
  }

  /// Writes one line, or none of it; what cannot be written is no reason to do anything to a robot.
  private func put(_ level: Level, _ line: some StringProtocol) -> Bool {
    let bytes = Array("\(prefix(level))\(line)\n".utf8)
    if isSocket {
      return send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)) >= 0
    }
    // Also asked of a terminal that could not be opened anew.
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&entry, 1, 0) > 0 else { return false }
    return Glibc.write(descriptor, bytes, bytes.count) >= 0
  }
}
