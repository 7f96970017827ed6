import Glibc

/// A file that a verb writes. Opened first, so that a wrong path is told before the work is done.
struct OutputFile: ~Copyable {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>

  /// Makes the file at `path`, or empties it.
  init(_ path: String) throws(ToolFailure) {
    guard let file = fopen(path, "we") else { throw Self.failure(path) }
    self.file = file
    self.path = path
  }

  /// Makes the file at `path`, which must not be there yet.
  init(new path: String) throws(ToolFailure) {
    guard let file = fopen(path, "wxe") else {
      guard errno == EEXIST else { throw Self.failure(path) }
      throw ToolFailure(
        .usage,
        "\"\(path)\" exists already, and nothing is written over it: remove it, or name another file",
        "\"\(path)\" 已存在，不会覆盖：请先删除，或换一个文件名")
    }
    self.file = file
    self.path = path
  }

  deinit { fclose(file) }

  func write(_ text: String) throws(ToolFailure) {
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
      throw Self.failure(path)
    }
  }

  private static func failure(_ path: String) -> ToolFailure {
    let reason = String(cString: strerror(errno))
    return ToolFailure(
      .usage, "\"\(path)\" cannot be written: \(reason)", "无法写入 \"\(path)\"：\(reason)")
  }
}
