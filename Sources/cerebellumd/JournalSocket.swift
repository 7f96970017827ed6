import Glibc

/// Entries with fields of their own for systemd's journal, in its native protocol
/// (systemd.io/JOURNAL_NATIVE_PROTOCOL): a datagram for each. Never waits.
struct JournalSocket {
  private let descriptor: Int32
  private let address: sockaddr_un

  /// The journal that reads our standard error; `nil` when it does not (`JOURNAL_STREAM` of
  /// systemd.exec(5) names another file, or none).
  init?(standardError status: stat) {
    guard let stream = getenv("JOURNAL_STREAM"),
      String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    else { return nil }
    descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      room.copyBytes(from: "/run/systemd/journal/socket".utf8)
    }
    self.address = address
  }

  /// Says whether the journal took the entry. Values hold no line breaks.
  func send(_ fields: [(name: String, value: String)]) -> Bool {
    let bytes = Array(fields.map { "\($0.name)=\($0.value)\n" }.joined().utf8)
    var address = address
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        sendto(
          descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL), target,
          socklen_t(MemoryLayout<sockaddr_un>.size)) >= 0
      }
    }
  }
}
