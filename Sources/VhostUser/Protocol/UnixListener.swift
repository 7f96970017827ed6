internal import Glibc

/// Why a Unix socket could not be made.
public enum ListenFailure: Error, Hashable, Sendable {
  /// The path does not fit `sockaddr_un`: more than 107 bytes, or none.
  case path(String)
  /// There is something else than a socket at the path.
  case occupied(String)
  /// A system call that failed.
  case system(call: String, errno: Int32, path: String)
}

/// A listening stream socket; its path is removed with it.
public final class UnixListener {
  /// `sun_path` has 108 bytes, the last of which ends the path (unix(7)).
  private static let longestPath = 107

  private let socket: OwnedDescriptor
  private let path: String

  /// Listens at `path`, in the place of a socket that an earlier process left.
  public init(_ path: String) throws(ListenFailure) {
    let bytes = Array(path.utf8)
    guard (1...Self.longestPath).contains(bytes.count), !bytes.contains(0) else {
      throw .path(path)
    }
    var status = stat()
    if lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFSOCK else { throw .occupied(path) }
      _ = unlink(path)
    }
    func check(_ call: String, _ result: Int32) throws(ListenFailure) {
      guard result < 0 else { return }
      throw .system(call: call, errno: errno, path: path)
    }
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let number = Glibc.socket(AF_UNIX, Int32(flags), 0)
    try check("socket", number)
    socket = OwnedDescriptor(number)
    self.path = path
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try check("bind", bound)
    try check("listen", listen(number, 4))
  }

  deinit { _ = unlink(path) }

  /// The descriptor to wait for.
  public var number: Int32 { socket.number }

  /// The next connection, which is the caller's to close; `nil` when there is none any more.
  public func accept() -> Int32? {
    let accepted = Glibc.accept(number, nil, nil)
    guard accepted >= 0 else { return nil }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    return accepted
  }
}
