import Glibc
import RobotAssembly
import RobotConfiguration
import RobotUnits

/// Whatever lets scenarios happen to the hardware: at the other end of a socket, or of a port of a virtual machine.
/// A line each way, as Documentation/hil.md has them.
final class Injector {
  private let path: String
  private let descriptor: Int32
  private var waiting: [UInt8] = []

  /// How long an answer may take.
  private static let patience = 10.0

  /// Opens the socket or the device at `path`.
  init(_ path: String) throws(ToolFailure) {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else { throw Self.failure(path, "stat") }
    if status.st_mode & S_IFMT == S_IFSOCK {
      descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      guard descriptor >= 0 else { throw Self.failure(path, "socket") }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let bytes = Array(path.utf8)
      guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
        close(descriptor)
        errno = ENAMETOOLONG
        throw Self.failure(path, "connect")
      }
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      guard result == 0 else {
        let number = errno
        close(descriptor)
        errno = number
        throw Self.failure(path, "connect")
      }
    } else {
      descriptor = open(path, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure(path, "open") }
    }
  }

  deinit { close(descriptor) }

  /// Why it cannot let `scenario` happen; `nil` when it can.
  func inability(_ scenario: [UInt8]) throws(ToolFailure) -> String? {
    let answer = try perform("scenario check \(ScenarioText.word(scenario))")
    return answer.hasPrefix("unable: ") ? String(answer.dropFirst("unable: ".count)) : nil
  }

  /// Lets `scenario` happen from now on.
  func begin(_ scenario: [UInt8]) throws(ToolFailure) {
    _ = try perform("scenario begin \(ScenarioText.word(scenario))")
  }

  /// How far it is.
  func state() throws(ToolFailure) -> ScenarioState {
    let answer = try perform("scenario state")
    guard let state = ScenarioState(words: answer) else {
      throw ToolFailure(
        .hardware,
        "the injector \"\(path)\" answers \"\(answer)\": use one of the same release",
        "注入器 \"\(path)\" 回答 \"\(answer)\"：请使用同一版本")
    }
    return state
  }

  /// Nothing is wrong any more.
  func end() throws(ToolFailure) { _ = try perform("scenario end") }

  /// The joints are where they were at first, and stay there until the outputs are on.
  func rest() throws(ToolFailure) { _ = try perform("scenario rest") }

  /// What it answers to `request`, without the `ok`.
  private func perform(_ request: String) throws(ToolFailure) -> String {
    try send(Array((request + "\n").utf8))
    let answer = try line()
    if answer == "ok" { return "" }
    if answer.hasPrefix("ok ") { return String(answer.dropFirst(3)) }
    let verb = request.split(separator: " ").prefix(2).joined(separator: " ")
    throw ToolFailure(
      .hardware, "the injector \"\(path)\" refused \"\(verb)\": \(answer)",
      "注入器 \"\(path)\" 拒绝了 \"\(verb)\"：\(answer)")
  }

  private func send(_ bytes: [UInt8]) throws(ToolFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw Self.failure(path, "write")
      }
    }
  }

  private func line() throws(ToolFailure) -> String {
    let deadline = Environment.now() + Self.patience
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        let text = String(decoding: waiting[..<end], as: UTF8.self)
        waiting.removeSubrange(...end)
        return text
      }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = deadline - Environment.now()
      errno = ETIMEDOUT
      guard left > 0 else { throw Self.failure(path, "read") }
      let ready = poll(&entry, 1, Int32(left * 1000) + 1)
      if ready < 0, errno != EINTR { throw Self.failure(path, "poll") }
      guard ready > 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 {
        errno = EPIPE
        throw Self.failure(path, "read")
      }
      if count < 0, errno != EINTR { throw Self.failure(path, "read") }
      waiting += chunk.prefix(max(count, 0))
    }
  }

  private static func failure(_ path: String, _ call: String) -> ToolFailure {
    let reason = String(cString: strerror(errno))
    return ToolFailure(
      .hardware, "the injector \"\(path)\" does not answer: \(call): \(reason)",
      "注入器 \"\(path)\" 没有应答：\(call)：\(reason)")
  }
}
