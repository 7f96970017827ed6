import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  @Suite struct HostileClientTests {
    @Test func aClientThatNeverReadsIsLeft() throws {
      let daemon = try Daemon()
      let observer = try Brain(daemon)
      try expectUnharmed(daemon, observer) {
        let flooding = try WireClient(path: daemon.socket, timeout: .milliseconds(5000))
        _ = try flooding.send(.subscribe(stateEvery: 1), timeout: .milliseconds(5000))
        #expect(throws: SocketFailure.self) {
          for _ in 0..<100_000 {
            _ = try flooding.send(.statistics, timeout: .milliseconds(5000))
          }
        }
      }
      try daemon.process.log(until: "does not read; hung up")
    }

    /// Its queue is full of states when it asks again.
    @Test func aClientThatPausesGetsItsAnswers() throws {
      let daemon = try Daemon()
      let pausing = try Brain(daemon)
      usleep(1_000_000)
      for _ in 0..<8 { _ = try pausing.wire.send(.statistics, timeout: .milliseconds(5000)) }
      usleep(500_000)
      var answers = 0
      while answers < 8 {
        let reply = try #require(try pausing.wire.nextReply(timeout: .milliseconds(20_000)))
        if case .statistics = reply.message { answers += 1 }
      }
    }

    @Test(arguments: [0, 1, 31, 32, 33, 4096, 65_536, 65_537, 100_000])
    func aClientThatSendsNoFramesIsLeft(size: Int) throws {
      let daemon = try Daemon()
      let observer = try Brain(daemon)
      let seed = UInt64(size)
      try expectUnharmed(daemon, observer) {
        let foreign = try ForeignSocket(daemon.socket)
        var bits = seed
        for _ in 0..<64 {
          let packet = (0..<size).map { _ in
            // Knuth's MMIX generator.
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: bits >> 56)
          }
          guard foreign.send(packet) else { break }
        }
        try foreign.waitForHangUp()
      }
      let words = daemon.process
      _ = try daemon.end()
      // Two sentences, not one for each packet. That a busy machine made cycles late is another matter.
      let lines = try words.lastWords().split(separator: "\n").filter { !$0.contains("late ") }
      #expect(lines.count < 10, "seed \(seed)")
    }

    @Test func servesAsManyClientsAsItSaysAndThenTheNext() throws {
      let daemon = try Daemon()
      let observer = try Brain(daemon, stateEvery: 50)
      try expectUnharmed(daemon, observer) {
        var clients = try (1..<64).map { _ in try Brain(daemon, stateEvery: 0) }
        let busy = try serviceSeconds(daemon)
        let start = try observer.freshState().cycle
        for _ in 0..<5 { try ForeignSocket(daemon.socket).waitForHangUp() }
        try observer.states(until: { $0.cycle > start + 500 })
        // A second, in which the service loop waits and does not spin.
        #expect(try serviceSeconds(daemon) - busy < 0.8)
        clients.removeLast()
        let deadline = Deadline()
        while (try? Brain(daemon, stateEvery: 0)) == nil, !deadline.hasPassed {
          _ = try observer.freshState()
        }
        #expect(!deadline.hasPassed)
      }
      try daemon.process.log(until: "one client too many")
    }

    @Test func survivesWithoutDescriptors() throws {
      let daemon = try Daemon()
      let observer = try Brain(daemon, stateEvery: 50)
      let used = Set(try daemon.descriptors().map(\.number))
      // Room for four more.
      var limit = 0
      var free = 0
      while free < 4 {
        if !used.contains(limit) { free += 1 }
        limit += 1
      }
      let prlimit = try Child(
        ["prlimit", "--pid", "\(daemon.process.pid)", "--nofile=\(limit)"])
      try #require(try prlimit.exitStatus() == 0)
      try expectUnharmed(daemon, observer) {
        var clients = try (0..<16).map { _ in try ForeignSocket(daemon.socket) }
        try daemon.process.log(until: "no file descriptor left")
        let busy = try serviceSeconds(daemon)
        let start = try observer.freshState().cycle
        try observer.states(until: { $0.cycle > start + 500 })
        #expect(try serviceSeconds(daemon) - busy < 0.8)
        clients.removeAll()
        _ = try Brain(daemon, stateEvery: 0).statistics()
      }
    }

    /// 128 requests wait when the stop comes, twice as many as the loop's ring can hold.
    @Test func aFloodOfRequestsDelaysNobodysStop() throws {
      let daemon = try Daemon()
      let flooding = try (0..<2).map { _ in try Brain(daemon, stateEvery: 0) }
      let other = try Brain(daemon, stateEvery: 0)
      daemon.process.send(SIGSTOP)
      for client in flooding {
        for _ in 0..<64 { _ = try client.wire.send(.clear, timeout: .milliseconds(1000)) }
      }
      _ = try other.wire.send(.stop, timeout: .milliseconds(1000))
      daemon.process.send(SIGCONT)
      #expect(try answers(to: other, 1) == [.ok])
      for client in flooding { #expect(try answers(to: client, 64).contains(.busy)) }
    }

    // 36 of them are too many at any time. The one that behaves gets every answer and fresh states.
    @Test func aHundredThatMisbehaveHarmNobody() throws {
      let daemon = try Daemon()
      let observer = try Brain(daemon)
      try expectUnharmed(daemon, observer) {
        let misdeeds = Misbehaving.Misdeed.allCases
        let storm = (0..<100).map {
          Misbehaving(misdeeds[$0 % misdeeds.count], path: daemon.socket)
        }
        var cycles: UInt64 = 0
        for _ in 0..<20 {
          for client in storm { try client.act() }
          let statistics = try observer.statistics()
          #expect(statistics.faults == 0)
          #expect(statistics.cycles > cycles)
          cycles = statistics.cycles
          _ = try observer.freshState()
        }
      }
      let words = daemon.process
      _ = try daemon.end()
      #expect(try !words.lastWords().contains("of the loop were lost"))
    }

    private func answers(to client: Brain, _ count: Int) throws -> [RequestResult.Code] {
      var codes: [RequestResult.Code] = []
      while codes.count < count {
        let reply = try #require(try client.wire.nextReply(timeout: .milliseconds(20_000)))
        if case .result(let result) = reply.message { codes.append(result.code) }
      }
      return codes
    }

    /// Neither descriptors nor memory stay behind, the loop goes on, and others are served.
    private func expectUnharmed(
      _ daemon: Daemon, _ observer: Brain, _ attack: () throws -> Void
    ) throws {
      let before = try observer.freshState()
      let descriptors = try daemon.descriptors().count
      let memory = try daemon.residentKilobytes()
      try attack()
      try observer.states(until: { $0.cycle > before.cycle + 50 })
      #expect(try observer.statistics().cycles > before.cycle)
      #expect(try observer.freshState().isOff)
      // A hang-up that has come may not have been seen yet.
      let deadline = Deadline()
      while try daemon.descriptors().count != descriptors, !deadline.hasPassed {
        _ = try observer.freshState()
      }
      #expect(try daemon.descriptors().count == descriptors)
      #expect(try daemon.residentKilobytes() - memory < 8192)
    }

    /// What the service loop's thread has used of a processor [s].
    private func serviceSeconds(_ daemon: Daemon) throws -> Double {
      try daemon.threads().first { $0.id == daemon.process.pid }?.seconds ?? 0
    }
  }
}
