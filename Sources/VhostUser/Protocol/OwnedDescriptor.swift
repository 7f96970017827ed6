internal import Glibc

/// A file descriptor with one owner, closed with it.
final class OwnedDescriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  // close(2) gives the descriptor up even when it reports an error: there is nothing to react to.
  deinit { _ = close(number) }

  /// Whether it is an eventfd. Anything else that a front-end might send could block a read for ever.
  var isEventCounter: Bool {
    var target = [CChar](repeating: 0, count: 64)
    let count = readlink("/proc/self/fd/\(number)", &target, target.count)
    guard count > 0 else { return false }
    let name = target[..<count].map { UInt8(bitPattern: $0) }
    return String(decoding: name, as: UTF8.self) == "anon_inode:[eventfd]"
  }

  /// Lets neither reads nor writes wait.
  func makeNonBlocking() throws(VhostFailure) {
    guard fcntl(number, F_SETFL, O_NONBLOCK) == 0 else {
      throw .system(call: "fcntl", errno: errno)
    }
  }
}

extension OwnedDescriptor {
  /// Sets an eventfd back to 0.
  func drain() throws(VhostFailure) {
    var count: UInt64 = 0
    guard read(number, &count, 8) < 0, errno != EAGAIN, errno != EINTR else { return }
    throw .system(call: "read", errno: errno)
  }

  /// Adds 1 to an eventfd. One that is full is signalled already.
  func signal() throws(VhostFailure) {
    var count: UInt64 = 1
    guard write(number, &count, 8) < 0, errno != EAGAIN, errno != EINTR else { return }
    throw .system(call: "write", errno: errno)
  }
}
