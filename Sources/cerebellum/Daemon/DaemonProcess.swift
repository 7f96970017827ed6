import Glibc

/// A daemon that this tool started and ends.
final class DaemonProcess {
  /// Where it listens, in a directory of its own.
  let socket: String
  private let directory: TemporaryDirectory
  private let pid: pid_t
  private var status: Int32?

  /// Starts `program` on simulated hardware that bears a shared machine, in a process group of its own:
  /// Ctrl-C in the terminal reaches only the tool, which then stops the robot before it ends the daemon.
  convenience init(_ program: DaemonProgram, robot: String, board: String?) throws(ToolFailure) {
    try self.init(program) { socket in
      program.simulation(robot: robot, board: board, socket: socket, isPatient: true)
    }
  }

  /// Starts `program` with what `arguments` makes of the path of its socket, likewise.
  init(_ program: DaemonProgram, arguments: (String) -> [String]) throws(ToolFailure) {
    directory = try TemporaryDirectory()
    socket = directory.path + "/control.sock"
    var pid: pid_t = 0
    let code = Self.spawn(arguments(socket), log: directory.path + "/log", &pid)
    guard code == 0 else {
      let reason = String(cString: strerror(code))
      throw ToolFailure(
        .hardware, "\(program.path) does not start: \(reason)",
        "\(program.path) 无法启动：\(reason)")
    }
    self.pid = pid
  }

  deinit { _ = end() }

  /// Connects as soon as the daemon answers. Throws what the daemon said when it ends instead.
  func connect(seconds: Double, console: Console) throws(ToolFailure) -> DaemonSession {
    let deadline = Environment.now() + seconds
    while true {
      if let failure = earlyEnd() { throw failure }
      do {
        return try DaemonSession(path: socket)
      } catch {
        guard Environment.now() < deadline else { throw error }
      }
      if console.isInterrupted() { throw .interrupted }
      usleep(20_000)
    }
  }

  /// Ends the daemon with SIGTERM, and after 3 s with SIGKILL. Returns its exit status; 128 and the
  /// signal when a signal ended it, as shells do.
  func end() -> Int32 {
    if let status { return status }
    kill(pid, SIGTERM)
    let deadline = Environment.now() + 3
    while Environment.now() < deadline {
      if let status = reap(WNOHANG) { return status }
      usleep(10_000)
    }
    kill(pid, SIGKILL)
    return reap(0) ?? 128 + SIGKILL
  }

  /// The end of what it has said.
  var words: String { TextFile.tail(of: directory.path + "/log") }

  private func reap(_ options: Int32) -> Int32? {
    var raw: Int32 = 0
    guard waitpid(pid, &raw, options) == pid else { return nil }
    // The low seven bits hold the signal, the next byte the exit status (wait(2)).
    status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    return status
  }

  private func earlyEnd() -> ToolFailure? {
    guard let status = status ?? reap(WNOHANG) else { return nil }
    let log = words
    return ToolFailure(
      ExitReason(rawValue: status) ?? .hardware,
      "the daemon ended with status \(status). It said:\n\(log)",
      "守护进程以状态 \(status) 结束。其输出：\n\(log)")
  }

  private static func spawn(_ arguments: [String], log: String, _ pid: inout pid_t) -> Int32 {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return posix_spawn(&pid, arguments[0], &files, &attributes, pointers, environ)
  }
}
