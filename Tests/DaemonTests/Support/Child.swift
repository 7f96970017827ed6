import Glibc
import Synchronization

/// A process that the test started, and ends at the latest with this object.
final class Child {
  /// What the child's standard error is.
  enum ErrorOutput {
    /// A pipe that `log` reads.
    case read
    /// A full pipe that nobody reads.
    case stuffed
    /// A pipe whose reader is gone.
    case broken
  }

  let pid: pid_t
  /// What `log` has read so far.
  private(set) var text = ""
  private let errors: Int32
  private let life: Int32
  private var status: Int32?

  /// Descriptors of one spawn must not reach the child of another; there is no atomic way to that.
  private static let spawning = Mutex(())

  init(
    _ arguments: [String], environment: [String: String] = [:], error: ErrorOutput = .read
  ) throws {
    (pid, errors, life) = try Child.spawning.withLock { _ in
      let errors = try Pipe()
      let life = try Pipe()
      if error == .stuffed { errors.stuff() }
      if error == .broken { close(errors.reading) }
      defer {
        close(errors.writing)
        close(life.writing)
      }
      let pid = try Child.spawn(arguments, environment, errors.writing, life.writing)
      return (pid, error == .broken ? -1 : errors.reading, life.reading)
    }
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      kill(pid, SIGCONT)
      waitpid(pid, nil, 0)
    }
    if errors >= 0 { close(errors) }
    close(life)
  }

  func send(_ signal: Int32) { kill(pid, signal) }

  var isRunning: Bool {
    var entry = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 0
  }

  /// Waits for the end; 128 and the signal when a signal ended it, as shells do.
  func exitStatus() throws -> Int32 {
    if let status { return status }
    var entry = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Deadline().milliseconds) > 0 else {
      throw Failure("process \(pid) does not end; it said: \(text)")
    }
    var raw: Int32 = 0
    guard waitpid(pid, &raw, 0) == pid else { throw Failure("waitpid: errno \(errno)") }
    let result = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = result
    return result
  }

  /// All that it says until it ends.
  func lastWords() throws -> String {
    _ = try exitStatus()
    while readOn(0) {}
    return text
  }

  /// Reads its log until `part` is in it.
  @discardableResult
  func log(until part: String) throws -> String {
    let deadline = Deadline()
    while !text.contains(part) {
      guard readOn(deadline.milliseconds) else {
        throw Failure("\"\(part)\" is not in the log: \(text)")
      }
    }
    return text
  }

  /// Whether one of `parts` is in its log now or within the half second that a line may take.
  func saysSoon(anyOf parts: [String]) -> Bool {
    let deadline = Deadline(seconds: 0.5)
    repeat {
      if parts.contains(where: text.contains) { return true }
    } while readOn(deadline.milliseconds)
    return false
  }

  /// Discards what its standard error holds.
  func drain() {
    while readOn(0) {}
    text = ""
  }

  private func readOn(_ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(errors, &buffer, buffer.count)
    guard count > 0 else { return false }
    text += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String: String], _ errors: Int32, _ life: Int32
  ) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO)
    // Open as long as the process lives.
    posix_spawn_file_actions_adddup2(&files, life, 9)
    var variables = environment
    variables["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    if let path = getenv("LD_LIBRARY_PATH") { variables["LD_LIBRARY_PATH"] = String(cString: path) }
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for string in argv + envp { free(string) } }
    var pid: pid_t = 0
    let result = posix_spawnp(&pid, arguments[0], &files, nil, &argv, &envp)
    guard result == 0 else { throw Failure("\(arguments[0]) does not start: errno \(result)") }
    return pid
  }
}

/// A pipe that no program that is started inherits.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure("pipe: errno \(errno)") }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  /// Fills the pipe, and leaves it as blocking as it was.
  func stuff() {
    let flags = fcntl(writing, F_GETFL)
    _ = fcntl(writing, F_SETFL, flags | O_NONBLOCK)
    for size in [4096, 1] {
      let page = [UInt8](repeating: 0x2E, count: size)
      while write(writing, page, size) > 0 {}
    }
    _ = fcntl(writing, F_SETFL, flags)
  }
}
