internal import Glibc

/// Writes a file so that whoever reads it, also after the power failed, finds all of the old text or all
/// of the new. Real-time: no.
public enum LastingFile {
  /// Puts `text` at `path`: beside it first, down to the medium, then in its place. Makes the folder, and
  /// those above it, where they are missing. Throws one error that names the path and the system's reason.
  public static func write(_ text: String, to path: String) throws(ConfigurationErrors) {
    try write(Array(text.utf8), to: path)
  }

  /// The same with bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(ConfigurationErrors) {
    let folder = folder(of: path)
    try makeFolder(folder)
    let draft = "\(path).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw failure("cannot write the file", draft, errno) }
    // Whoever wrote it, the daemon's user reads it.
    var problem = fchmod(descriptor, 0o644) == 0 ? 0 : errno
    if problem == 0 { problem = fill(descriptor, bytes) }
    if problem == 0, fsync(descriptor) != 0 { problem = errno }
    if close(descriptor) != 0, problem == 0 { problem = errno }
    if problem == 0, rename(draft, path) != 0 { problem = errno }
    guard problem == 0 else {
      unlink(draft)
      throw failure("cannot write the file", path, problem)
    }
    try keepName(in: folder, of: path)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return errno }
      rest = rest.dropFirst(max(count, 0))
    }
    return 0
  }

  /// The new name is on the medium when its folder is.
  private static func keepName(in folder: String, of path: String) throws(ConfigurationErrors) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot keep the file", path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("cannot keep the file", path, errno) }
  }

  private static func makeFolder(_ folder: String) throws(ConfigurationErrors) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += folder.hasPrefix("/") || !path.isEmpty ? "/\(part)" : String(part)
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw failure("cannot make the folder", path, errno)
      }
    }
  }

  private static func failure(
    _ problem: String, _ path: String, _ code: Int32
  ) -> ConfigurationErrors {
    let needsRights = code == EACCES || code == EROFS || code == EPERM
    return ConfigurationErrors([
      ConfigurationError(
        file: path, position: nil, keyPath: "",
        problem: "\(problem): \(String(cString: strerror(code)))",
        hint: needsRights ? "the user that runs this needs write access; of the service, sudo" : nil
      )
    ])
  }
}
