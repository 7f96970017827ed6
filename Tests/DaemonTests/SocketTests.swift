import Glibc
import RobotWire
import Testing

extension ArmedRobots {
  @Suite struct SocketTests {
    @Test func aSecondDaemonLeavesTheFirstAlone() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.jogUntilMoving()
        let second = try Child(Daemon.command(robot: Places.arm, socket: daemon.socket))
        #expect(try second.exitStatus() == 4)
        let words = try second.lastWords()
        #expect(words.contains("process \(daemon.process.pid) already listens"), "\(words)")
        let state = try brain.freshState()
        #expect(state.lifecycle == .active)
        #expect(state.fault == nil)
        try brain.states(until: { $0.cycle > state.cycle + 50 })
        #expect(try Brain(daemon, stateEvery: 0).statistics().faults == 0)
      }
    }

    @Test func theNextDaemonAfterAKilledOneIsDisarmed() throws {
      try ArmedRobots.withDaemon { killed in
        try Brain(killed).arm()
        killed.process.send(SIGKILL)
        #expect(try killed.process.exitStatus() == 128 + SIGKILL)
        #expect(access(killed.socket, F_OK) == 0)
        let next = try Daemon(in: killed.directory)
        let states = try Brain(next).states(until: { $0.cycle > 100 })
        #expect(states.allSatisfy { $0.isOff })
        #expect(try next.end() == 0)
      }
    }
  }
}

extension RestingRobots {
  @Suite struct FootprintTests {
    @Test func opensNoFileForWritingAndNoNetwork() throws {
      let daemon = try Daemon()
      _ = try Brain(daemon).freshState()
      for descriptor in try daemon.descriptors() {
        let isWritable = descriptor.flags & 0o3 != 0
        if isWritable, descriptor.target.hasPrefix("/") {
          var status = stat()
          #expect(stat(descriptor.target, &status) == 0)
          #expect(status.st_mode & S_IFMT == S_IFCHR, "\(descriptor)")
        }
      }
      #expect(try internetSockets(of: daemon).isEmpty)
    }

    /// The inodes of its sockets that the kernel lists among TCP, UDP and raw sockets.
    private func internetSockets(of daemon: Daemon) throws -> [String] {
      let own = try daemon.descriptors().compactMap { descriptor -> String? in
        guard descriptor.target.hasPrefix("socket:[") else { return nil }
        return String(descriptor.target.dropFirst(8).dropLast())
      }
      #expect(own.count >= 2)
      var listed: Set<String> = []
      for name in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet", "netlink"] {
        let path = "/proc/\(daemon.process.pid)/net/\(name)"
        guard access(path, R_OK) == 0 else { continue }
        for line in try lines(ofProcess: path) {
          listed.formUnion(line.split(whereSeparator: \.isWhitespace).map(String.init))
        }
      }
      return own.filter(listed.contains)
    }

    @Test func needsItsFilesOnlyAtTheStart() throws {
      let directory = try TemporaryDirectory()
      let robot = try directory.arm()
      let daemon = try Daemon(robot: robot, in: directory)
      let brain = try Brain(daemon)
      #expect(unlink(robot) == 0)
      let cycle = try brain.freshState().cycle
      try brain.states(until: { $0.cycle > cycle + 50 })
      daemon.process.send(SIGHUP)
      try daemon.process.log(until: "SIGHUP")
      #expect(try brain.freshState().isOff)
      #expect(try daemon.end() == 0)
    }
  }
}
