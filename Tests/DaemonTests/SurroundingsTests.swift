import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  @Suite struct SurroundingsTests {
    /// What is opened first must not become the log.
    @Test func replacesClosedStandardDescriptors() throws {
      let daemon = try Daemon(wrapper: ["sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"])
      _ = try Brain(daemon).freshState()
      let standard = try daemon.descriptors().filter { $0.number <= 2 }
      #expect(standard.map(\.target) == ["/dev/null", "/dev/null", "/dev/null"])
      #expect(try daemon.end() == 0)
    }

    @Test(arguments: [Child.ErrorOutput.stuffed, .broken])
    func isNotHeldUpByALogThatNobodyReads(error: Child.ErrorOutput) throws {
      let daemon = try Daemon(error: error)
      let brain = try Brain(daemon)
      for _ in 0..<5 {
        daemon.process.send(SIGHUP)
        let cycle = try brain.freshState().cycle
        try brain.states(until: { $0.cycle > cycle + 5 })
      }
      #expect(try daemon.end() == 0)
    }

    @Test func tellsHowManyLinesWereLost() throws {
      let daemon = try Daemon(error: .stuffed)
      // Its first lines did not fit; now there is room.
      daemon.process.drain()
      daemon.process.send(SIGHUP)
      try daemon.process.log(until: "lines before this one were lost")
    }

    @Test func runsInADirectoryThatIsGone() throws {
      let directory = try TemporaryDirectory()
      let gone = directory.path + "/gone"
      let daemon = try Daemon(
        in: directory,
        wrapper: ["sh", "-c", "mkdir $0 && cd $0 && rmdir $0 && exec \"$@\"", gone])
      #expect(access(gone, F_OK) != 0)
      #expect(try Brain(daemon).freshState().joints.count == 6)
      #expect(try daemon.end() == 0)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become someone else"))
    func runsDegradedAndSaysSo() throws {
      let directory = try TemporaryDirectory()
      chmod(directory.path, 0o777)
      let daemon = try Daemon(
        in: directory, priority: 50,
        wrapper: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
      let log = try daemon.process.log(until: "DEGRADED")
      #expect(log.contains("SCHED_FIFO"), "\(log)")
      let brain = try Brain(daemon)
      #expect(!brain.info.isRealtime)
      #expect(brain.info.degradedReason.contains("SCHED_FIFO"))
      #expect(try brain.freshState().flags.contains(.degraded))
      let cycle = try brain.freshState().cycle
      try brain.states(until: { $0.cycle > cycle + 50 })
      #expect(try daemon.end() == 0)
    }

    @Test func priorityZeroMeansNoRealTime() throws {
      let daemon = try Daemon(priority: 0)
      try daemon.process.log(until: "DEGRADED")
      #expect(try !Brain(daemon).info.isRealtime)
      let threads = try daemon.threads()
      #expect(threads.contains { $0.name == "cbl-control" })
      #expect(threads.allSatisfy { $0.policy == 0 })
    }
  }
}
