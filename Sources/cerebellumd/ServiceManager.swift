import Glibc

/// What systemd is told (sd_notify(3)): READY, STATUS, WATCHDOG, STOPPING. Without a service manager
/// nothing happens.
struct ServiceManager {
  private let descriptor: Int32
  private let address: sockaddr_un
  private let length: socklen_t
  /// How often systemd wants to hear from us [ns]; half of WATCHDOG_USEC. `nil`: never.
  let watchdogPeriod: Int64?

  init() {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var length: socklen_t = 0
    if let path = getenv("NOTIFY_SOCKET"), strlen(path) > 1,
      strlen(path) < MemoryLayout.size(ofValue: address.sun_path)
    {
      let count = strlen(path)
      withUnsafeMutableBytes(of: &address.sun_path) { room in
        room.copyMemory(from: UnsafeRawBufferPointer(start: path, count: count))
        // An abstract socket is written with @ and named with a zero byte.
        if room[0] == UInt8(ascii: "@") { room[0] = 0 }
      }
      length = socklen_t(MemoryLayout<sa_family_t>.size + count)
    }
    self.address = address
    self.length = length
    descriptor =
      length > 0
      ? Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0) : -1
    // A day, so that no number overflows.
    let longest: Int64 = 86_400_000_000
    let period = getenv("WATCHDOG_USEC").flatMap { Int64(String(cString: $0)) } ?? 0
    let isOurs = getenv("WATCHDOG_PID").map { Int32(String(cString: $0)) == getpid() } ?? true
    watchdogPeriod = isOurs && period > 0 ? min(period, longest) * 500 : nil
  }

  /// Sends `state` (`READY=1`).
  func notify(_ state: String) {
    guard descriptor >= 0 else { return }
    var address = address
    state.withCString { text in
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
          _ = sendto(
            descriptor, text, strlen(text), Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL),
            target, length)
        }
      }
    }
  }
}
