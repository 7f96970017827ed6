import FoundationEssentials
import RobotConfiguration
import RobotUnits
import RobotWire
import Testing

@testable import cerebellum

@Suite struct EvidenceCommandTests {
  /// Five cycles of 2 ms about a following error of the lift, which took 3 frames.
  private func daemon() throws -> FakeDaemon {
    let daemon = try FakeDaemon()
    daemon.change {
      $0.kinds[1] = .prismatic
      $0.evidence = [(Self.event, (998...1002).map(Self.cycle))]
    }
    return daemon
  }

  private static let event = FaultEvent(
    time: instant(1000), cycle: 1000,
    fault: FaultEvidence(code: 403, joint: 1, value: 0.5, limit: 0.25), english: "lift is behind",
    chinese: "lift 落后")

  private static func instant(_ cycle: UInt64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000)
  }

  private static func cycle(_ number: UInt64) -> CycleEvidence {
    CycleEvidence(
      cycle: number, time: instant(number), lifecycle: number < 1000 ? .active : .stopping,
      flags: .outputsEnabled,
      joints: [0, 0.25].map {
        JointSnapshot(
          referencePosition: $0, referenceVelocity: 0, measuredPosition: $0 - 0.5,
          measuredVelocity: 0.125, effortApplied: 2, effortDesired: 3, limiting: .effort, age: 0)
      })
  }

  private func output(_ arguments: [String], _ language: Language = .english) throws -> String {
    let listener = Listener()
    try run(["evidence"] + arguments, on: try daemon(), listener.console(language))
    return listener.output
  }

  @Test func showsTheFaultsOwnJoint() throws {
    let lines = try output([]).split(separator: "\n").map(String.init)
    try #require(lines.count == 8, "\(lines)")
    #expect(lines[0] == "403  lift is behind")
    #expect(lines[1] == "joint lift; 5 cycles about cycle 1000, times from it")
    #expect(lines[2].contains("reference m  measured m"))
    #expect(lines[3].hasPrefix("-4.0") && lines[3].contains("active"))
    #expect(lines[5].hasPrefix("0.0 ") && lines[5].contains("stopping"))
    #expect(lines[5].contains("0.2500") && lines[5].contains("-0.2500"))
    #expect(lines[7].hasPrefix("4.0") && lines[7].hasSuffix("effort"))
  }

  @Test func showsAnotherJointWhenAskedTo() throws {
    #expect(try output(["--joint", "pan"], .chinese).contains("关节 pan；第 1000 周期前后共 5 个周期"))
    #expect(throws: ToolFailure.self) { _ = try output(["--joint", "pn"]) }
  }

  @Test func writesAllJointsOfAllCycles() throws {
    let file = try TemporaryFile("")
    _ = try output(["--csv", file.path])
    let text = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(
      lines[1] == "998,1996000000,-4.0,active,false,true,pan,0.0,0.0,-0.5,0.125,3.0,2.0,0,effort")
  }

  @Test func tellsProgramsTheUnits() throws {
    let json = try output(["--json"])
    #expect(json.contains("\"code\": 403, \"joint\": \"lift\", \"value\": 0.5, \"limit\": 0.25"))
    #expect(json.contains("\"reference_position_rad\": 0,"))
    #expect(json.contains("\"reference_position_m\": 0.25,"))
  }

  /// Nothing happened yet.
  @Test func saysThatThereIsNone() throws {
    do {
      _ = try output(["1"])
      Issue.record("showed what there is not")
    } catch let failure as ToolFailure {
      #expect(failure.message.english.contains("no fault yet"))
    }
  }
}
