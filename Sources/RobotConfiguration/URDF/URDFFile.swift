import Glibc

/// Reading files with the C library alone.
enum URDFFile {
  /// Why a file could not be read.
  struct ReadError: Error {
    let message: String
    let hint: String
  }

  /// Whether `path` names a regular file (or a link to one).
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The bytes of the file at `path`, which holds at most `limit`.
  static func read(_ path: String, atMost limit: Int) throws(ReadError) -> [UInt8] {
    // Not blocking, so that a named pipe without a writer cannot hold the program up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw failure("cannot be opened", errno, "check the path and its permissions")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure("cannot be examined", errno, "check the file system")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ReadError(message: "not a regular file", hint: "give the path of a URDF file")
    }
    var bytes: [UInt8] = []
    while true {
      var count = 0
      var code: Int32 = 0
      bytes.append(
        contentsOf: [UInt8](unsafeUninitializedCapacity: 65536) { buffer, filled in
          count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
          code = errno
          filled = max(count, 0)
        })
      if count == 0 { return bytes }
      if count < 0 && code != EINTR { throw failure("cannot be read", code, "check the disk") }
      if bytes.count > limit {
        throw ReadError(
          message: "holds more than \(limit) bytes", hint: "give the path of a URDF file")
      }
    }
  }

  private static func failure(_ what: String, _ code: Int32, _ hint: String) -> ReadError {
    ReadError(message: "\(what): \(String(cString: strerror(code)))", hint: hint)
  }
}
