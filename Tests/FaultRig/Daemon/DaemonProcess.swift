import FoundationEssentials
import Glibc
import RobotUnits

/// The built daemon, on simulated hardware, as a process of its own; ended at the latest with this object.
final class DaemonProcess {
  let socket: String
  private let pid: pid_t
  private let log: String
  private var status: Int32?

  /// Starts `program` with `robot`; `folder` holds its socket and what it says. `notify` is where systemd would
  /// listen, and `watchdog` how often it wants to hear a ping. `state` is where it keeps what outlives it; no file of
  /// its grows beyond `largestFile` bytes.
  init(
    _ program: String, robot: String, in folder: String, notify: NotifyListener? = nil,
    watchdog: TimeSpan? = nil, state: String? = nil, largestFile: Int? = nil
  ) throws {
    socket = folder + "/control.sock"
    log = folder + "/daemon.log"
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(
      &files, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // Whoever has no real time bears that a shared machine takes the processor away.
    var arguments = [
      program, "--simulate", "--patient", "--robot", robot, "--socket", socket, "--priority", "0",
    ]
    // Of sh, a block has 512 bytes.
    if let largestFile {
      arguments =
        ["/bin/sh", "-c", "ulimit -f \(largestFile / 512); exec \"$0\" \"$@\""] + arguments
    }
    var variables = ["PATH=/usr/bin:/bin"]
    if let path = getenv("LD_LIBRARY_PATH") {
      variables.append("LD_LIBRARY_PATH=" + String(cString: path))
    }
    if let notify { variables.append("NOTIFY_SOCKET=" + notify.path) }
    if let watchdog { variables.append("WATCHDOG_USEC=\(watchdog.nanoseconds / 1000)") }
    if let state { variables.append("STATE_DIRECTORY=" + state) }
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = variables.map { strdup($0) } + [nil]
    defer { for string in argv + envp { free(string) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, arguments[0], &files, nil, &argv, &envp)
    guard result == 0 else { throw DaemonFailure("\(program) does not start: errno \(result)") }
    pid = child
  }

  deinit {
    guard status == nil else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  func send(_ signal: Int32) { kill(pid, signal) }

  /// Waits for its end; 128 and the signal when a signal ended it, as shells do.
  func exitStatus() throws -> Int32 {
    if let status { return status }
    let deadline = DaemonFailure.deadline()
    var raw: Int32 = 0
    while true {
      let ended = waitpid(pid, &raw, WNOHANG)
      if ended == pid { break }
      guard ended == 0, MonotonicInstant.now < deadline else {
        throw DaemonFailure("process \(pid) does not end")
      }
      usleep(1000)
    }
    let result = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = result
    return result
  }

  /// All that it has said.
  func words() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }
}

/// Why a scenario of the daemon could not go on.
struct DaemonFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// Until when something has to happen that takes milliseconds on a machine with time.
  static func deadline() -> MonotonicInstant { .now + .milliseconds(20_000) }
}

extension MonotonicInstant {
  /// CLOCK_MONOTONIC.
  static var now: MonotonicInstant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
