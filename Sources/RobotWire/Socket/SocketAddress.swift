import Glibc

/// A path as `sockaddr_un` takes it.
struct SocketAddress {
  /// `sun_path` has 108 bytes, the last of which ends the path (unix(7)).
  static let maximumPathLength = 107

  let path: String
  private var raw = sockaddr_un()

  init(path: String) throws(SocketFailure) {
    let bytes = Array(path.utf8)
    guard (1...Self.maximumPathLength).contains(bytes.count), !bytes.contains(0) else {
      throw .unusablePath(path: path)
    }
    self.path = path
    raw.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &raw.sun_path) { unsafe $0.copyBytes(from: bytes) }
  }

  /// The directory part of the path.
  var directory: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  @unsafe func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    unsafe withUnsafePointer(to: raw) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe body(generic, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
