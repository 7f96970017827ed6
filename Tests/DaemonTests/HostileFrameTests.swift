import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// Frames that are not taken, each counted under its own reason. As 100 clients: `HostileClientTests`.
  @Suite struct HostileFrameTests {
    private func frame(_ request: Request, _ sequence: UInt32) throws -> [UInt8] {
      let header = FrameHeader(
        sequence: sequence, sentAt: MonotonicInstant(nanoseconds: 1_000_000_000))
      return try Envelope(header: header, message: request).frame()
    }

    /// Sends `packets` as a client of its own; what is counted then that was not before.
    private func counts(_ daemon: Daemon, _ packets: [[UInt8]]) throws -> [RefusalReason: UInt64] {
      let observer = try Brain(daemon, stateEvery: 0)
      let before = try observer.access()
      let client = try ForeignSocket(daemon.socket)
      for packet in packets { #expect(client.send(packet)) }
      // Behind them on the same connection: when this is answered, they were taken or not.
      #expect(client.send(try frame(.access, 0x7FFF_0000)))
      _ = try client.reply(of: 0x8F)
      let after = try observer.access()
      var counts: [RefusalReason: UInt64] = [:]
      for reason in RefusalReason.allCases where after[reason] > before[reason] {
        counts[reason] = after[reason] - before[reason]
      }
      return counts
    }

    @Test func eachIsCountedUnderItsReason() throws {
      let daemon = try Daemon()
      let jog = try frame(.jog(joint: 0, displacement: 0.1, speed: 1), 5)
      let ask = try frame(.statistics, 5)
      // Of another version, of no type; with a reserved byte (the checksum then fits no more).
      var version = ask
      version[4] = 9
      var damaged = jog
      damaged[40] ^= 1
      let cases: [([[UInt8]], [RefusalReason: UInt64])] = [
        ([[1], Array(jog.prefix(31)), Array(jog.dropLast())], [.truncated: 3]),
        ([jog + [0], [UInt8](repeating: 7, count: 65_537)], [.oversized: 2]),
        ([[UInt8](repeating: 0xFF, count: 64)], [.foreign: 1]),
        ([version], [.otherVersion: 1]),
        ([damaged, damaged], [.damaged: 2]),
        // Two frames in one packet, and the halves of two.
        (
          [ask + ask, Array(jog.prefix(40)) + Array(ask.suffix(10))], [.oversized: 1, .damaged: 1]
        ),
        // Replayed, and overtaken.
        ([ask, ask, ask], [.replayed: 2]),
        ([try frame(.statistics, 9), try frame(.devices(first: 0), 4)], [.outOfOrder: 1]),
        ([try frame(.devices(first: 60_000), 1)], [.invalid: 1]),
      ]
      for (packets, expected) in cases {
        #expect(try counts(daemon, packets) == expected)
      }
    }

    /// Whoever recorded a client's frames, and plays them back on its connection, moves nothing; a stop is one.
    @Test func aReplayedStopStops() throws {
      let daemon = try Daemon()
      let stop = try frame(.stop, 3)
      #expect(try counts(daemon, [stop, stop]) == [:])
      let arm = try frame(.arm, 3)
      #expect(try counts(daemon, [try frame(.stop, 3), arm])[.replayed] == 1)
    }

    /// Knots of two clients between each other: the second one's are its own mistake.
    @Test func uploadsDoNotMix() throws {
      let daemon = try Daemon()
      let first = try Brain(daemon, stateEvery: 0)
      let second = try Brain(daemon, stateEvery: 0)
      let before = try first.access()
      #expect(before.control == .nobody && before.process == 0)
      try first.succeed(.trajectoryBegin(knotCount: 2, jointCount: 6))
      let knot = KnotJoint(position: 0, velocity: 0, acceleration: 0)
      let knots = [0.0, 1].map { Knot(time: $0, joints: Array(repeating: knot, count: 6)) }
      let mixed = TrajectoryKnots(first: 0, knots: [knots[0]])
      #expect(try second.ask(.trajectoryKnots(mixed)).code == .busy)
      try first.succeed(.trajectoryKnots(mixed))
      let refused = try second.ask(.trajectoryKnots(TrajectoryKnots(first: 1, knots: [knots[1]])))
      #expect(refused.code == .busy)
      #expect(refused.english.contains("process \(getpid()) of user \(getuid())"))
      #expect(refused.chinese.contains("进程 \(getpid())"))
      try first.succeed(.trajectoryKnots(TrajectoryKnots(first: 1, knots: [knots[1]])))
      let (holder, other) = (try first.access(), try second.access())
      #expect(holder.control == .you && other.control == .another)
      #expect(other.process == UInt32(getpid()) && other.user == getuid())
      #expect(other[.controlled] - before[.controlled] == 2)
    }
  }
}

extension Brain {
  /// Its role, who controls, what was refused.
  func access() throws -> AccessReport {
    let reply = try wire.request(.access, timeout: .milliseconds(20_000))
    guard case .access(let report) = reply else { throw Failure("no access but \(reply)") }
    return report
  }
}

extension ForeignSocket {
  /// Reads until a frame of `type` comes.
  func reply(of type: UInt8) throws -> [UInt8] {
    let deadline = Deadline()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, deadline.milliseconds) > 0 else { throw Failure("no answer") }
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { throw Failure("it hung up") }
      if count > 5, buffer[5] == type { return Array(buffer[..<count]) }
    }
  }
}
