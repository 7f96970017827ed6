import FoundationEssentials
import RobotUnits
import RobotWire
import Testing

extension ArmedRobots {
  /// What happened survives the daemon: the files in `STATE_DIRECTORY/evidence`.
  @Suite struct EvidenceFileTests {
    @Test func aFaultIsKeptAndTheNextDaemonNamesIt() throws {
      let directory = try TemporaryDirectory()
      let state = directory.path + "/state"
      try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
      let first = try Daemon(
        in: directory, isPatient: true, environment: ["STATE_DIRECTORY": state])
      let brain = try Brain(first)
      try brain.arm()
      try brain.succeed(.setLine(name: "estop", isHigh: true))
      try brain.states(until: { $0.lifecycle == .faulted })
      #expect(try first.end() == 0)

      let names = try FileManager.default.contentsOfDirectory(atPath: state + "/evidence")
      let name = try #require(names.first)
      #expect(names.count == 1 && name.hasSuffix("-501.csv"), "\(names)")
      let lines = try String(contentsOfFile: "\(state)/evidence/\(name)", encoding: .utf8)
        .split(separator: "\n")
      #expect(lines[0].hasPrefix("# 501: ") && lines[1].contains("急停"))
      #expect(lines[2].hasPrefix("cycle,time_ns,milliseconds,lifecycle,estop_pressed,"))
      let columns = lines[2].split(separator: ",").count
      // At 500 Hz, 0.1 s before and 0.05 s after, of six joints.
      #expect((6 * 70...6 * 80).contains(lines.count - 3), "\(lines.count)")
      for line in lines.dropFirst(3) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        #expect(fields.count == columns)
      }
      #expect(lines.last?.contains(",faulted,true,false,gripper,") == true)

      let next = try Daemon(
        in: directory, isPatient: true, environment: ["STATE_DIRECTORY": state])
      try next.process.log(
        until: "the last fault or stop before this start: \(state)/evidence/\(name)")
    }

    /// A simulation that nobody gave a folder leaves nothing behind.
    @Test func aSimulationKeepsNothing() throws {
      let directory = try TemporaryDirectory()
      let daemon = try Daemon(
        in: directory, isPatient: true, environment: ["HOME": directory.path])
      let brain = try Brain(daemon)
      try brain.arm()
      try brain.succeed(.setLine(name: "estop", isHigh: true))
      try brain.states(until: { $0.lifecycle == .faulted })
      func kept() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
          .filter { !$0.hasSuffix(".sock") }
      }
      #expect(try kept() == [])
      #expect(try daemon.end() == 0)
      #expect(try kept() == [])
    }
  }
}
