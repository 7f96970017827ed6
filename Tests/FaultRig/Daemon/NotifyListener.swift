import Glibc
import RobotUnits

/// What systemd would hear (sd_notify(3)), and when.
final class NotifyListener {
  let path: String
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw DaemonFailure("socket: errno \(errno)") }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw DaemonFailure("bind to \(path): errno \(errno)") }
  }

  deinit { close(descriptor) }

  /// Waits for a message that begins with `beginning`; `nil` when none came until `deadline`.
  func time(of beginning: String, until deadline: MonotonicInstant) -> MonotonicInstant? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    repeat {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = (deadline - MonotonicInstant.now).nanoseconds / 1_000_000
      guard poll(&entry, 1, Int32(max(left, 0))) > 0 else { continue }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      let message = String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
      if message.hasPrefix(beginning) { return .now }
    } while MonotonicInstant.now < deadline
    return nil
  }
}
