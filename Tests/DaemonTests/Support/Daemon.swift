import Glibc
import RobotUnits
import RobotWire

/// A daemon on simulated hardware.
final class Daemon {
  let directory: TemporaryDirectory
  let socket: String
  let notifications: NotifySocket
  let process: Child

  /// Starts it and waits for READY=1. `wrapper` is a command that replaces itself with the one behind
  /// it; `priority` 0: without real time, for tests in which nothing moves.
  init(
    robot: String = Places.arm, in directory: TemporaryDirectory? = nil, priority: Int = 0,
    isPatient: Bool = false, wrapper: [String] = [], environment: [String: String] = [:],
    error: Child.ErrorOutput = .read, waits: Bool = true, options: [String] = []
  ) throws {
    let directory = try directory ?? TemporaryDirectory()
    self.directory = directory
    socket = directory.path + "/control.sock"
    notifications = try NotifySocket(path: directory.path + "/notify.sock")
    var variables = environment
    variables["NOTIFY_SOCKET"] = notifications.path
    process = try Child(
      wrapper + Daemon.command(robot: robot, socket: socket, priority: priority)
        + (isPatient ? ["--patient"] : []) + options,
      environment: variables, error: error)
    if waits {
      do {
        try notifications.wait(for: "READY=1")
      } catch {
        throw Failure("\(error); the daemon said: \(try process.lastWords())")
      }
    }
  }

  static func command(robot: String, socket: String, priority: Int = 0) -> [String] {
    [
      Places.daemon, "--simulate", "--robot", robot, "--socket", socket, "--priority",
      "\(priority)",
    ]
  }

  /// Ends it as systemd does; returns its exit status.
  func end() throws -> Int32 {
    process.send(SIGTERM)
    return try process.exitStatus()
  }

  /// Where its descriptors lead.
  func descriptors() throws -> [(number: Int, target: String, flags: Int)] {
    try names(in: folder + "/fd").compactMap { name in
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink("\(folder)/fd/\(name)", &buffer, buffer.count - 1)
      guard length > 0, let number = Int(name) else { return nil }
      let target = buffer[..<length].map { UInt8(bitPattern: $0) }
      let flags = try field("flags:", of: "fdinfo/\(name)")
      return (number, String(decoding: target, as: UTF8.self), Int(flags, radix: 8) ?? 0)
    }
  }

  /// Resident memory [KiB].
  func residentKilobytes() throws -> Int { Int(try field("VmRSS:", of: "status")) ?? 0 }

  /// Its threads: number, name, scheduling policy (0: SCHED_OTHER, 1: SCHED_FIFO) and processor time
  /// used so far [s].
  func threads() throws -> [(id: pid_t, name: String, policy: Int, seconds: Double)] {
    try names(in: folder + "/task").map { id in
      let text = try lines(ofProcess: "\(folder)/task/\(id)/stat").joined()
      // proc(5): the name is in brackets; behind it, utime and stime are fields 14 and 15, policy is 41.
      let name = text.split(separator: "(")[1].split(separator: ")")[0]
      let fields = text.split(separator: ")")[1].split(separator: " ")
      let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
      return (
        pid_t(id) ?? 0, String(name), Int(fields[38]) ?? -1,
        ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
      )
    }
  }

  private var folder: String { "/proc/\(process.pid)" }

  private func field(_ name: String, of file: String) throws -> String {
    for line in try lines(ofProcess: "\(folder)/\(file)") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count > 1, words[0] == name { return String(words[1]) }
    }
    throw Failure("\(folder)/\(file) has no \(name)")
  }
}
