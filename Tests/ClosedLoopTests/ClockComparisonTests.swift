import FaultRig
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits
import Testing

/// What `make scenarios CLOCK=wall` makes of two runs. 500 Hz: three cycles are 6 ms.
@Suite struct ClockComparisonTests {
  private func row(
    lost: UInt64 = 0, probability: Double = 1, fault: FaultCode? = nil,
    expected: [String] = [], _ edit: (inout FaultReport) -> Void
  ) throws -> ClockComparison.Row {
    let path = "\(FaultScenarioTests.folder)/encoder-unplugged.yaml"
    var scenario = try FaultScenarioFile.load(path: path)
    scenario.faults[0].probability = probability
    scenario.expectation.faults = expected
    scenario.expectation.state = "active"
    var virtual = FaultReport()
    virtual.state = .active
    virtual.outputsOff = 0.1
    if let fault {
      let cycle = Cycle(index: 0, time: MonotonicInstant(nanoseconds: 0), period: 0.002)
      virtual.faults = [FaultRecord(code: fault, joint: 0, value: 0, limit: 0, cycle: cycle)]
      virtual.latched = 0.1
    }
    var wall = virtual
    edit(&wall)
    return ClockComparison.Row(
      scenario, virtual: virtual,
      wall: WallOutcome(report: wall, lostCycles: lost, lateness: 0.002),
      period: 0.002, longestReading: 0.25)
  }

  /// 6 ms, the 2 ms that a thread woke up late, and a tenth of 100 ms.
  @Test func timesMayDifferByTheTolerance() throws {
    #expect(try row { $0.outputsOff = 0.1179 }.result == "agrees")
    #expect(try row { $0.outputsOff = 0.0821 }.result == "agrees")
    let late = try row { $0.outputsOff = 0.1181 }
    #expect(late.result == "DIFFERS")
    #expect(late.differences == ["off or at rest after 118.1 ms"])
    #expect(try !ClockComparison([row { $0.outputsOff = 0.1181 }], unplayed: []).agrees)
  }

  /// 250 ms more where what is wrong is read from time to time.
  @Test(arguments: [(FaultCode.underVoltage, "agrees"), (.followingError, "DIFFERS")])
  func aReadingMayComeLater(_ code: FaultCode, _ result: String) throws {
    #expect(try row(fault: code) { $0.latched = 0.35 }.result == result)
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

  /// A thread of a bus that came late lost no cycle of its own.
  @Test func lateRepliesAreTheMachines() throws {
    let late = try row(fault: .encoderLost) { ($0.state, $0.lateReplies) = (.faulted, 1) }
    #expect(late.result == "machine late")
    #expect(try row { $0.lateReplies = 1 }.result == "agrees")
  }

  /// One of several faults that the scenario takes, in its 12 ms; it comes when it comes.
  @Test func ofSeveralFaultsAnotherMayComeFirst() throws {
    func result(_ expected: [String], off: Double) throws -> String {
      try row(fault: .followingError, expected: expected) {
        $0.faults[0].code = .encoderFrozen
        ($0.latched, $0.outputsOff) = (0.01, off)
      }.result
    }
    #expect(try result(["following_error", "encoder_frozen"], off: 0.011) == "agrees")
    #expect(try result(["following_error", "encoder_frozen"], off: 0.013) == "DIFFERS")
    #expect(try result(["following_error"], off: 0.011) == "DIFFERS")
  }

  @Test func whatIsByChanceMustEndAsExpected() throws {
    #expect(try row(probability: 0.5) { $0.outputsOff = 0.5 }.result == "agrees")
    #expect(try row(probability: 0.5) { $0.state = .holding }.differences == ["ended holding"])
  }
}
