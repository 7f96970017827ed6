internal import Glibc
public import RobotRuntime

/// Where the thread of a robot in lock-step meets the one that serves its clients, after each cycle: it goes on when
/// what the cycle brought was passed on.
///
/// So what clients are told is a matter of cycles, not of which thread was faster: a simulator that is asked for a step
/// knows that all before it was said. Real-time: no.
public final class CycleMeeting: Sendable {
  /// Readable while the robot waits; for poll(2).
  public let descriptor: Int32
  private let robot: Int32

  /// Nobody has come yet.
  public init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw SystemError(call: "socketpair", errno: errno)
    }
    descriptor = ends[0]
    robot = ends[1]
  }

  deinit {
    close(descriptor)
    close(robot)
  }

  /// The robot's thread: a cycle is over. Waits until it was served, or nobody serves any more.
  func finishCycle() {
    var byte: UInt8 = 0
    guard send(robot, &byte, 1, Int32(MSG_NOSIGNAL)) == 1 else { return }
    while recv(robot, &byte, 1, 0) < 0, errno == EINTR {}
  }

  /// The serving thread: whether the robot waits for `goOn`; asked once a cycle.
  public func isDue() -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) == 1
  }

  /// The serving thread: all was passed on.
  public func goOn() {
    var byte: UInt8 = 0
    _ = send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL))
  }

  /// The serving thread: from now on nobody serves, and the robot waits for nobody.
  public func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
