import Glibc
import Testing

/// Another process that holds a file as long as this object lives.
final class OtherProcess {
  /// Its number.
  private(set) var id: pid_t = -1
  private let pipe: UnsafeMutablePointer<FILE>

  /// Locks the file at `path` as other programs do (flock), or has it open only.
  init(holding path: String, isLocking: Bool) throws {
    let loop = "'echo $$; while :; do sleep 0.1; done'"
    let command =
      isLocking
      ? "exec flock --no-fork '\(path)' sh -c \(loop)" : "exec sh -c \(loop) 3<'\(path)'"
    pipe = try #require(popen(command, "re"))
    var line = [CChar](repeating: 0, count: 32)
    // It writes its number once it has the file.
    try #require(fgets(&line, Int32(line.count), pipe) != nil)
    id = try #require(
      pid_t(
        String(
          decoding: line.prefix { $0 > 0x20 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)))
  }

  deinit {
    if id > 0 { kill(id, SIGKILL) }
    pclose(pipe)
  }
}
