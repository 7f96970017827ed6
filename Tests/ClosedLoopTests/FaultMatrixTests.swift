import FaultRig
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Testing

/// What `make scenarios` says, and that it says the same each time.
@Suite struct FaultMatrixTests {
  private static func matrix(
    _ names: [String], edit: (inout FaultScenario) -> Void = { _ in }
  ) throws -> FaultMatrix {
    FaultMatrix(
      try names.map { name in
        var scenario = try FaultScenarioFile.load(path: "\(FaultScenarioTests.folder)/\(name).yaml")
        edit(&scenario)
        let path = "\(Fixture.root)/Robots/\(scenario.robot)/robot.yaml"
        let model = try LoadedRobot(robotPath: path, boardPath: nil).model
        return FaultMatrix.Row(playing: scenario, on: model)
      })
  }

  /// The stop is pressed at 0.5 s, the end of a cycle of 2 ms; the next looks at its line. An encoder's reading may
  /// be 3 cycles old, so the fourth without one is the fault. Both switch off in the same cycle.
  @Test func saysTheSameEachTimeAndWhatFollowsFromTheScenario() throws {
    let names = ["emergency-stop", "encoder-unplugged"]
    let matrix = try Self.matrix(names)
    #expect(
      matrix.rows.map(\.scenario.name) == ["encoder-unplugged", "emergency-stop"], "201, then 501")
    let verdicts = matrix.rows.compactMap(\.report.verdict)
    #expect(verdicts.map(\.code) == [201, 501])
    #expect(verdicts.map(\.detection) == [0.008, 0.002])
    #expect(verdicts.map(\.reaction) == [0, 0])
    #expect(matrix.rows.map(\.tableRows) == [[2], [25]])
    #expect(
      matrix.markdown.contains(
        "| emergency-stop | arm6 | 1 | 501 | Emergency stop | 2.0 | 0.0 | 2.0 | 4.0 | faulted | 25 | pass |"
      ))
    #expect(
      matrix.summary == "2 scenarios, 2 passed, 0 failed, 2 of 30 rows of the fault table shown")

    let again = try Self.matrix(names.reversed())
    #expect(again.markdown == matrix.markdown)
    #expect(again.html == matrix.html)
    #expect(again.text == matrix.text)
    #expect(again.fingerprint == matrix.fingerprint)
  }

  /// A client, joints, the supply and the loop as well; and another bit of a trace is another fingerprint.
  @Test func theSameRunHasTheSameFingerprint() throws {
    let names = ["client-silent-and-back", "motor-dead-for-a-moment", "supply-sags-a-little"]
    let matrix = try Self.matrix(names + ["loop-overruns"])
    #expect(try Self.matrix(names + ["loop-overruns"]).fingerprint == matrix.fingerprint)
    let other = try Self.matrix(names) { $0.faults[0].start += 1e-9 }
    let same = try Self.matrix(names)
    #expect(other.fingerprint != same.fingerprint)
    #expect(other.text.hasSuffix("\nfingerprint " + String(other.fingerprint, radix: 16)))
  }

  /// Off after 2 ms where 1 ms is allowed, and a fault that starts after the end.
  @Test func namesWhatFailed() throws {
    let matrix = try Self.matrix(["emergency-stop"]) { scenario in
      scenario.expectation.within = 0.001
      var late = scenario.faults[0]
      late.kind = .reset
      late.place.target = .device
      late.place.name = "elbow_angle"
      late.start = 1.6
      scenario.faults.append(late)
    }
    #expect(
      matrix.failed.map(\.failures) == [
        ["outputs off after 0.002 s", "reset at elbow_angle never struck"]
      ])
    #expect(matrix.text.contains("\nFAILED emergency-stop: outputs off after 0.002 s\n"))
    #expect(matrix.missingTableRows == Array(1...30), "what failed shows nothing")
    #expect(
      matrix.summary == "1 scenarios, 0 passed, 1 failed, 0 of 30 rows of the fault table shown")
  }

  /// Nobody may take it for more than it is.
  @Test func saysWhatItIsNot() throws {
    let matrix = FaultMatrix([])
    for text in [matrix.markdown, matrix.html] {
      #expect(text.contains("Simulated results"))
      #expect(text.contains("virtual clock"))
      #expect(text.contains("not certified safety functions"))
    }
  }
}
