import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  @Suite struct StartTests {
    @Test func startsDisarmed() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      let states = try brain.states(until: { $0.lifecycle == .disarmed && $0.cycle > 100 })
      #expect(states.allSatisfy { $0.isOff })
      #expect(brain.info.isSimulated)
      #expect(brain.info.joints.count == 6)
    }

    /// Its frame is the first thing that the service loop finds.
    @Test func refusesToArmBeforeTheFirstCycle() throws {
      for _ in 0..<20 {
        let daemon = try Daemon(waits: false)
        let deadline = Deadline()
        var client: WireClient?
        while client == nil, !deadline.hasPassed, daemon.process.isRunning {
          client = try? WireClient(path: daemon.socket, timeout: .milliseconds(1000))
        }
        let early = try #require(client)
        // Stopped, so that both requests are there before it looks.
        daemon.process.send(SIGSTOP)
        let statistics = try early.send(.statistics, timeout: .milliseconds(1000))
        let arm = try early.send(.arm, timeout: .milliseconds(1000))
        daemon.process.send(SIGCONT)
        var cycles: UInt64?
        var result: RequestResult?
        while result == nil {
          let envelope = try #require(try early.nextReply(timeout: .milliseconds(20_000)))
          switch envelope.message {
          case .statistics(let counts) where envelope.header.answers == statistics:
            cycles = counts.cycles
          case .result(let answer) where envelope.header.answers == arm: result = answer
          default: break
          }
        }
        // Too late: it runs already.
        guard cycles == 0 else { continue }
        #expect(result?.code == .refused)
        #expect(try Brain(daemon).states(until: { $0.cycle > 50 }).allSatisfy { $0.isOff })
        return
      }
      Issue.record("20 daemons were ready before anyone could ask")
    }

    @Test func tellsSystemdHowItIs() throws {
      let daemon = try Daemon(environment: ["WATCHDOG_USEC": "250000"])
      let manager = daemon.notifications
      #expect(manager.messages.filter { $0 == "READY=1" }.count == 1)
      let status = try manager.wait(for: "STATUS=")
      #expect(status.contains("6 joints 500.0 Hz") || status.contains("/6 joints 500"), "\(status)")
      for _ in 0..<4 {
        try manager.wait(for: "WATCHDOG=1", after: manager.messages.count)
      }
      #expect(try daemon.end() == 0)
      try manager.wait(for: "STOPPING=1")
    }

    @Test(arguments: ["0", "-1", "x", "9223372036854775807"])
    func survivesAnyWatchdogPeriod(period: String) throws {
      let daemon = try Daemon(environment: ["WATCHDOG_USEC": period])
      #expect(try daemon.end() == 0)
      daemon.notifications.drain()
      // The last one is a period of a day.
      let pings = daemon.notifications.messages.filter { $0 == "WATCHDOG=1" }.count
      #expect(pings <= 1)
    }

    @Test func pingsForItsOwnProcessOnly() throws {
      let daemon = try Daemon(environment: ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"])
      try daemon.notifications.wait(for: "STATUS=")
      #expect(try daemon.end() == 0)
      daemon.notifications.drain()
      #expect(!daemon.notifications.messages.contains("WATCHDOG=1"))
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGQUIT])
    func endsWhenAsked(signal: Int32) throws {
      let daemon = try Daemon()
      daemon.process.send(signal)
      #expect(try daemon.process.exitStatus() == 0)
      #expect(try daemon.process.lastWords().contains("stopped; the outputs are off"))
      #expect(access(daemon.socket, F_OK) != 0)
    }

    /// SIGTSTP is Ctrl-Z: it would freeze the loop while the motors keep their last duty.
    @Test(arguments: [SIGHUP, SIGTSTP, SIGTTOU, SIGPIPE])
    func goesOnAfter(signal: Int32) throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      daemon.process.send(signal)
      if signal == SIGHUP { try daemon.process.log(until: "restart to reload") }
      let cycle = try brain.freshState().cycle
      try brain.states(until: { $0.cycle > cycle + 50 })
      #expect(try daemon.end() == 0)
    }
  }
}
