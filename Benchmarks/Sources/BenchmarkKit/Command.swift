internal import CBenchmark
internal import Glibc

/// Other programs, and files.
public enum Command {
  /// What a program left behind.
  public struct Outcome: Sendable {
    /// Its exit code; 128 and the signal when one ended it, 127 when it could not be started.
    public var status: Int32
    /// What it wrote to standard output.
    public var output: String
    /// What it wrote to standard error.
    public var errors: String
  }

  /// Runs `arguments[0]`, searched in PATH, on processor `processor` when one is given, in `folder`.
  public static func run(_ arguments: [String], in folder: String = ".", processor: Int32 = -1)
    -> Outcome
  {
    let output = temporaryFile()
    let errors = temporaryFile()
    defer {
      close(output)
      close(errors)
    }
    var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    list.append(nil)
    defer { for argument in list { free(argument) } }
    let status = cb_run(&list, folder, processor, output, errors)
    return Outcome(status: status, output: contents(of: output), errors: contents(of: errors))
  }

  /// Where `program` is in PATH; nil when it is not there.
  public static func path(of program: String) -> String? {
    guard let path = getenv("PATH") else { return nil }
    let candidates = String(cString: path).split(separator: ":").map { "\($0)/\(program)" }
    return candidates.first { access($0, X_OK) == 0 }
  }

  /// The text of the file at `path`; nil when it cannot be read.
  public static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return contents(of: descriptor)
  }

  /// Writes `text` to the file at `path`, which is made or emptied.
  public static func write(_ text: String, to path: String) throws(BenchmarkFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("cannot write \(path)") }
    defer { close(descriptor) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure("cannot write \(path)") }
      bytes = bytes.dropFirst(count)
    }
  }

  /// A new folder that everyone may write to.
  public static func temporaryFolder() throws(BenchmarkFailure) -> String {
    var template = Array("/tmp/cerebellum-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw failure("cannot make a folder in /tmp") }
    chmod(template, 0o777)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func failure(_ text: String) -> BenchmarkFailure {
    BenchmarkFailure("\(text): \(String(cString: strerror(errno)))")
  }

  private static func temporaryFile() -> Int32 { cb_memory_file() }

  private static func contents(of descriptor: Int32) -> String {
    lseek(descriptor, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }
}
