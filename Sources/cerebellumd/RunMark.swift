import Glibc
import RobotConfiguration

/// A file in the state directory that is there while the daemon runs: one that a start finds tells that the daemon
/// before it died, and what is known of that.
struct RunMark {
  private let path: String
  /// What the daemon before left, where it died; its lines are joined.
  let before: BilingualText?

  static let fileName = "running"

  /// Reads what is there and begins anew. A disk that is full or read-only keeps nobody from running; it is said.
  init(in directory: String, _ log: Log) {
    path = "\(directory)/\(Self.fileName)"
    before = Self.read(path)
    if let before {
      log.write(
        .warning,
        "the daemon before this one died without switching off (\(before.english)); this one is disarmed  "
          + "上一个守护进程未正常关断即终止（\(before.chinese)）；当前未使能")
    }
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC
    let descriptor = open(path, flags, 0o644)
    let now = CalendarTime.text(time(nil), "%Y-%m-%d %H:%M:%S UTC")
    let start = "process \(getpid()), started \(now)  进程 \(getpid())，启动于 \(now)\n"
    let text = Array(start.utf8)
    let isWritten = descriptor >= 0 && write(descriptor, text, text.count) == text.count
    let failure = errno
    if descriptor >= 0 { close(descriptor) }
    if !isWritten || !CrashHandler.note(in: path) {
      log.write(
        .warning, path, isWritten ? ENAMETOOLONG : failure,
        BilingualText(
          "if this daemon dies, the next one does not know why", "若本进程异常终止，下一个进程将无法得知原因"))
    }
  }

  /// The end is an orderly one.
  func remove(_ log: Log) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    log.write(
      .warning, path, errno,
      BilingualText(
        "the next daemon will say that this one died, which it did not", "下一个进程会误报本进程异常终止"))
  }

  /// Adds `text` to the mark of a daemon that died, where there is one.
  static func add(_ text: BilingualText, in directory: String) {
    let descriptor = open("\(directory)/\(fileName)", O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let bytes = Array("\(text.english)  \(text.chinese)\n".utf8)
    // Who reads it next knows less where the disk is full.
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  /// Each line is English, two spaces, and Chinese, as the log's are.
  private static func read(_ path: String) -> BilingualText? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(Glibc.read(descriptor, buffer.baseAddress, buffer.count), 0)
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
      .filter { line in line.contains { $0 != UInt8(ascii: " ") } }.map(texts(of:))
    guard !lines.isEmpty else { return BilingualText("nothing is known of it", "原因不明") }
    return BilingualText(
      lines.map(\.english).joined(separator: "; "), lines.map(\.chinese).joined(separator: "；"))
  }

  private static func texts(of line: ArraySlice<UInt8>) -> BilingualText {
    let space = UInt8(ascii: " ")
    let gap = line.indices.dropLast().first { line[$0] == space && line[$0 + 1] == space }
    let english = String(decoding: line[..<(gap ?? line.endIndex)], as: UTF8.self)
    guard let gap else { return BilingualText(english, english) }
    return BilingualText(english, String(decoding: line[(gap + 2)...], as: UTF8.self))
  }
}
