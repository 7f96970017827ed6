import Glibc

/// Which file a path stands for.
struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
  let isSocket: Bool
}

/// What a listener does in the file system.
enum FileCalls {
  /// The file at `path`, links not followed; `nil` when there is none.
  static func identity(of path: String) throws(CallError) -> FileIdentity? {
    var status = stat()
    do {
      try SocketCalls.check("lstat") { unsafe lstat(path, &status) }
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    return FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
      isSocket: status.st_mode & S_IFMT == S_IFSOCK)
  }

  /// Locks a directory until the descriptor is closed; `nil` when another process holds the lock.
  static func lock(directory: String) throws(CallError) -> Descriptor? {
    let opened = Descriptor(
      try SocketCalls.check("open") {
        unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      })
    let number = opened.number
    do {
      try SocketCalls.check("flock") { flock(number, LOCK_EX | LOCK_NB) }
    } catch {
      if error.code == EWOULDBLOCK { return nil }
      throw error
    }
    return opened
  }

  static func changeMode(of path: String, to mode: UInt32) throws(CallError) {
    try SocketCalls.check("chmod") { unsafe chmod(path, mode) }
  }

  static func remove(_ path: String) throws(CallError) {
    try SocketCalls.check("unlink") { unsafe unlink(path) }
  }
}
