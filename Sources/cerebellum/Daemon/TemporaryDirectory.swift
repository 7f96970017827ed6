import Glibc

/// A directory that only this user can enter, removed with what the daemon leaves in it.
final class TemporaryDirectory {
  let path: String

  init() throws(ToolFailure) {
    var template = Array("/tmp/cerebellum.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      let reason = String(cString: strerror(errno))
      throw ToolFailure(
        .hardware, "no directory can be made in /tmp: \(reason)", "无法在 /tmp 中创建目录：\(reason)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["control.sock", "log"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}

/// Text files of the tool's own.
enum TextFile {
  /// The last 4 KiB of the file at `path`; empty when it cannot be read.
  static func tail(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    let size = 4096
    let end = lseek(descriptor, 0, SEEK_END)
    lseek(descriptor, max(0, end - off_t(size)), SEEK_SET)
    var buffer = [UInt8](repeating: 0, count: size)
    let count = read(descriptor, &buffer, size)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
