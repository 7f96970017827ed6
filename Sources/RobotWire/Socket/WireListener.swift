import Glibc

/// The daemon's listening socket. Never waits.
///
/// Not for several threads at once. Real-time: no.
public final class WireListener {
  /// Where it listens.
  public let path: String
  private let socket: Descriptor
  private let file: FileIdentity

  /// Listens on `path` with mode 0660, replacing the socket of a daemon that is dead.
  ///
  /// Throws `unusablePath`, `directoryMissing`, `notPermitted`, `notASocket`, `noDescriptors`,
  /// `system`, and `inUse` while a process listens there. The directory is locked meanwhile (flock(2)),
  /// so that of two daemons that start at once exactly one gets the path.
  public init(path: String) throws(SocketFailure) {
    let address = try SocketAddress(path: path)
    let lock: Descriptor?
    do {
      lock = try FileCalls.lock(directory: address.directory)
    } catch {
      throw Self.failure(error, path: path)
    }
    guard let lock else { throw .inUse(path: path, pid: nil) }
    try Self.removeStaleSocket(at: address)
    do throws(CallError) {
      socket = try SocketCalls.socket()
      try SocketCalls.makeNonBlocking(socket)
      try SocketCalls.bind(socket, to: address)
      // Before listen(2): until then nobody can connect, whatever the umask allowed.
      try FileCalls.changeMode(of: path, to: 0o660)
      try SocketCalls.listen(socket, backlog: 16)
      guard let file = try FileCalls.identity(of: path) else {
        throw CallError(call: "lstat", code: ENOENT)
      }
      self.file = file
    } catch {
      throw Self.failure(error, path: path)
    }
    self.path = path
    _ = consume lock
  }

  /// Removes the socket file if it is still the one of this listener. The descriptor is still open
  /// here, which keeps the inode number from being given to a successor's file.
  deinit {
    do {
      if try FileCalls.identity(of: path) == file { try FileCalls.remove(path) }
    } catch {
      // A socket file that stays is removed by the next daemon.
    }
  }

  /// For poll(2): readable when a client waits.
  public var descriptor: Int32 { socket.number }

  /// The connection of the next waiting client; `nil` when none waits.
  ///
  /// Throws `noDescriptors` and `system`; the client then goes on waiting.
  public func accept() throws(SocketFailure) -> WireConnection? {
    let accepted: Descriptor?
    do {
      accepted = try SocketCalls.accept(socket)
    } catch {
      throw SocketFailure(error, path: path)
    }
    guard let accepted else { return nil }
    return try WireConnection(accepted, path: path)
  }

  private static func removeStaleSocket(at address: SocketAddress) throws(SocketFailure) {
    let path = address.path
    let found: FileIdentity?
    let owner: Owner
    do {
      found = try FileCalls.identity(of: path)
      owner = found?.isSocket == true ? try Self.owner(of: address) : .nobody
    } catch {
      throw failure(error, path: path)
    }
    guard let found else { return }
    guard found.isSocket else { throw .notASocket(path: path) }
    if case .process(let pid) = owner { throw .inUse(path: path, pid: pid) }
    do {
      try FileCalls.remove(path)
    } catch {
      // ENOENT: its owner removed it just now.
      if error.code != ENOENT { throw failure(error, path: path) }
    }
  }

  private enum Owner {
    case nobody
    case process(pid: Int32?)
  }

  /// Who listens on an existing socket, found out by connecting to it.
  private static func owner(of address: SocketAddress) throws(CallError) -> Owner {
    let probe = try SocketCalls.socket()
    try SocketCalls.makeNonBlocking(probe)
    do {
      try SocketCalls.connect(probe, to: address)
    } catch {
      switch error.code {
      case ECONNREFUSED, ENOENT: return .nobody
      // Its queue is full, or it is a socket of another type.
      case EAGAIN, EPROTOTYPE: return .process(pid: nil)
      default: throw error
      }
    }
    return .process(pid: try SocketCalls.peer(of: probe).pid)
  }

  private static func failure(_ error: CallError, path: String) -> SocketFailure {
    switch error.code {
    case ENOENT, ENOTDIR: .directoryMissing(path: path)
    case EADDRINUSE: .inUse(path: path, pid: nil)
    default: SocketFailure(error, path: path)
    }
  }
}
