import Glibc

/// Reads configuration files.
public enum ConfigurationText {
  /// The bytes of the file at `path`; at most one more than `YAMLDocument.maximumSize`, which is
  /// enough to refuse a larger one. Throws one error that names the path and the system's reason.
  public static func read(path: String) throws(ConfigurationErrors) -> [UInt8] {
    // Not blocking: opening a FIFO would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("cannot open the file", path: path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure("cannot read the file", path: path, errno)
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR else {
      throw failure("this is no regular file", path: path, EINVAL)
    }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while text.count <= YAMLDocument.maximumSize {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("cannot read the file", path: path, errno)
      }
      if count == 0 { break }
      text.append(contentsOf: chunk[..<count])
    }
    return text
  }

  private static func failure(
    _ problem: String, path: String, _ code: Int32
  ) -> ConfigurationErrors {
    let hint: String? =
      switch code {
      case ENOENT: "check the path; it is relative to the working directory"
      case EACCES: "the user that runs this needs read access"
      case EISDIR: "name the .yaml file in that directory"
      default: nil
      }
    return ConfigurationErrors([
      ConfigurationError(
        file: path, position: nil, keyPath: "",
        problem: "\(problem): \(String(cString: strerror(code)))", hint: hint)
    ])
  }
}
