import Glibc
import RobotUnits
import RobotWire
import Testing

/// A directory of its own, removed with all that is in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/wire.XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
  }

  var socket: String { path + "/control.sock" }

  deinit {
    unlink(socket)
    rmdir(path)
  }
}

/// A socket without the module under test: what a foreign program does.
final class ForeignSocket {
  let descriptor: Int32

  init() throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
    try #require(descriptor >= 0)
  }

  func bind(to path: String) throws {
    try #require(withAddress(path) { Glibc.bind(descriptor, $0, $1) } == 0)
  }

  func connect(to path: String) throws {
    try #require(withAddress(path) { Glibc.connect(descriptor, $0, $1) } == 0)
  }

  func send(_ packet: [UInt8]) throws {
    try #require(Glibc.send(descriptor, packet, packet.count, 0) == packet.count)
  }

  deinit { close(descriptor) }

  private func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// A daemon's and a client's end of one connection.
struct ConnectedPair {
  let directory: TemporaryDirectory
  let listener: WireListener
  let client: WireClient
  let connection: WireConnection

  init() throws {
    directory = try TemporaryDirectory()
    listener = try WireListener(path: directory.socket)
    client = try WireClient(path: directory.socket, timeout: .milliseconds(1000))
    connection = try #require(try listener.accept())
  }
}

/// Twelve joints: about 700 bytes on the wire.
func stateSnapshot(cycle: UInt64) -> StateSnapshot {
  let joint = JointSnapshot(
    referencePosition: 0, referenceVelocity: 0, measuredPosition: 0, measuredVelocity: 0,
    effortApplied: 0, effortDesired: 0, limiting: [], age: 0)
  return StateSnapshot(
    cycle: cycle, time: MonotonicInstant(nanoseconds: 0), lifecycle: .active,
    motion: MotionStatus(state: .none, progress: 0), fault: nil, flags: [], supplies: [],
    joints: [JointSnapshot](repeating: joint, count: 12))
}

func faultEvent(cycle: UInt64) -> FaultEvent {
  FaultEvent(
    time: MonotonicInstant(nanoseconds: 0), cycle: cycle,
    fault: FaultEvidence(code: 101, joint: nil, value: 1, limit: 0), english: "", chinese: "")
}

let start = MonotonicInstant(nanoseconds: 0)
