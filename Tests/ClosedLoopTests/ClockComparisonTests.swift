import FaultRig
import RobotConfiguration
import RobotCore
import Testing

/// What `make scenarios CLOCK=wall` makes of two runs. 500 Hz: three cycles are 6 ms.
@Suite struct ClockComparisonTests {
  private func row(
    lost: UInt64 = 0, probability: Double = 1, _ edit: (inout FaultReport) -> Void
  ) throws -> ClockComparison.Row {
    let path = "\(FaultScenarioTests.folder)/encoder-unplugged.yaml"
    var scenario = try FaultScenarioFile.load(path: path)
    scenario.faults[0].probability = probability
    scenario.expectation.faults = []
    scenario.expectation.state = "active"
    var virtual = FaultReport()
    virtual.state = .active
    virtual.outputsOff = 0.1
    var wall = virtual
    edit(&wall)
    return ClockComparison.Row(
      scenario, virtual: virtual,
      wall: WallOutcome(report: wall, lostCycles: lost, lateness: 0.002), period: 0.002)
  }

  /// 6 ms and the 2 ms that a thread woke up late.
  @Test func timesMayDifferByTheTolerance() throws {
    #expect(try row { $0.outputsOff = 0.1079 }.result == "agrees")
    #expect(try row { $0.outputsOff = 0.0921 }.result == "agrees")
    let late = try row { $0.outputsOff = 0.1081 }
    #expect(late.result == "DIFFERS")
    #expect(late.differences == ["off or at rest after 108.1 ms"])
    #expect(try !ClockComparison([row { $0.outputsOff = 0.1081 }], unplayed: []).agrees)
  }

  @Test func anotherEndDiffersUnlessTheMachineWasLate() throws {
    #expect(try row { $0.state = .faulted }.differences == ["ended faulted"])
    #expect(try row { $0.refusal = "no" }.differences == ["refused: no"])
    let lost = try row(lost: 1) { $0.state = .faulted }
    #expect(lost.result == "machine late")
    let comparison = ClockComparison([lost], unplayed: ["loop-stalled"])
    #expect(comparison.agrees)
    #expect(comparison.markdown.hasSuffix("0 agrees, 1 machine late, 0 DIFFERS."))
  }

  @Test func whatIsByChanceMustEndAsExpected() throws {
    #expect(try row(probability: 0.5) { $0.outputsOff = 0.5 }.result == "agrees")
    #expect(try row(probability: 0.5) { $0.state = .holding }.differences == ["ended holding"])
  }
}
