import Glibc

/// Why a socket could not be made, reached or used. The description names the path and the remedy.
public enum SocketFailure: Error, Hashable, Sendable {
  /// The path does not fit `sockaddr_un`: more than 107 bytes, or none, or a zero byte in it.
  case unusablePath(path: String)
  /// The directory of the path does not exist.
  case directoryMissing(path: String)
  /// The system does not allow it (EACCES, EPERM, EROFS).
  case notPermitted(path: String)
  /// A process listens there already, or is about to. `pid` is `nil` when it cannot be told.
  case inUse(path: String, pid: Int32?)
  /// There is something else than a socket at the path.
  case notASocket(path: String)
  /// Nobody listens at the path (ENOENT, ECONNREFUSED).
  case noDaemon(path: String)
  /// The process or the system has no descriptor left (EMFILE, ENFILE).
  case noDescriptors
  /// The peer did not answer, or did not read, in time.
  case timedOut(path: String)
  /// The peer is gone.
  case closed(path: String)
  /// A packet came that is no frame; the connection is still in step.
  case malformed(WireError)
  /// Any other error of a system call.
  case system(call: String, errno: Int32, path: String)
}

extension SocketFailure {
  /// What a failed call means wherever it happens.
  init(_ error: CallError, path: String) {
    switch error.code {
    case EACCES, EPERM, EROFS: self = .notPermitted(path: path)
    case EMFILE, ENFILE: self = .noDescriptors
    default: self = .system(call: error.call, errno: error.code, path: path)
    }
  }
}

extension SocketFailure: CustomStringConvertible {
  /// What happened and what to do about it.
  public var description: String {
    switch self {
    case .unusablePath(let path):
      "socket path \"\(path)\" has \(path.utf8.count) bytes; it must have 1 to "
        + "\(SocketAddress.maximumPathLength) and no zero byte: choose a shorter one"
    case .directoryMissing(let path):
      "the directory of socket \"\(path)\" does not exist: create it, or let systemd do so with "
        + "RuntimeDirectory=cerebellum"
    case .notPermitted(let path):
      "no permission for socket \"\(path)\": join its group (sudo usermod -aG cerebellum $USER, then "
        + "log in again), or choose a path in a directory of your own"
    case .inUse(let path, .some(let pid)):
      "process \(pid) already listens on \"\(path)\": stop it, or choose another socket path"
    case .inUse(let path, .none):
      "another process already listens on \"\(path)\", or is starting to: stop it, or choose another "
        + "socket path"
    case .notASocket(let path):
      "\"\(path)\" exists and is not a socket: remove it yourself if nobody needs it, or choose "
        + "another socket path"
    case .noDaemon(let path):
      "no daemon listens on \"\(path)\": start one with \"cerebellum sim\" or "
        + "\"sudo systemctl start cerebellumd\"; one that died three times within a minute systemd starts no "
        + "more: see \"journalctl -u cerebellumd\", then \"sudo systemctl reset-failed cerebellumd\" first"
    case .noDescriptors:
      "no file descriptor left: close clients, or raise LimitNOFILE= of the service"
    case .timedOut(let path):
      "the daemon on \"\(path)\" did not answer in time: see \"systemctl status cerebellumd\""
    case .closed(let path):
      "the daemon on \"\(path)\" closed the connection: see \"journalctl -u cerebellumd\""
    case .malformed(let error):
      "\(error)"
    case .system(let call, let errno, let path):
      "\(call) failed on \"\(path)\" with errno \(errno) (see \"man \(call)\")"
    }
  }
}
