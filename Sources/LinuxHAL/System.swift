internal import Glibc
internal import RobotUnits

/// The C library calls of this module, apart from those of its shims. Real-time: no.
enum System {
  /// The entries of a folder in the order of their names, or the C `errno`.
  static func entries(of folder: String) -> Result<[String], Errno> {
    guard let stream = opendir(folder) else { return .failure(Errno(code: errno)) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return .success(names.sorted())
  }

  /// The first line of a small file; `nil` where there is none to read.
  static func line(of file: String) -> String? {
    bytes(of: file).map { bytes in
      String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }

  /// What a file of at most a page holds; `nil` where there is none to read.
  static func bytes(of file: String) -> [UInt8]? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // sysfs hands out an attribute, at most a page, in one read.
    return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
    }
  }

  /// The lines of a file; none where there is none to read.
  static func lines(of file: String) -> [String] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      text += chunk[..<count]
    }
    return text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The path without symbolic links; `nil` where it leads nowhere.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Whether `path` itself is a symbolic link.
  static func isSymbolicLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Lets at least `span` pass, signals notwithstanding.
  static func pause(_ span: TimeSpan) {
    guard span.nanoseconds > 0 else { return }
    var rest = timespec(
      tv_sec: Int(span.nanoseconds / 1_000_000_000), tv_nsec: Int(span.nanoseconds % 1_000_000_000))
    var wanted = rest
    while clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, &rest) == EINTR { wanted = rest }
  }
}

/// A C error number.
struct Errno: Error {
  let code: Int32
}
