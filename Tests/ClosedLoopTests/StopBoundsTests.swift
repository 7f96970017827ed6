import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Testing

/// How long the arm may take to stop: 500 Hz, and samples that may be three cycles old (its robot file, and the default
/// of `safety.stale`).
@Suite struct StopBoundsTests {
  private func bound(
    _ kind: FaultScenario.Kind, _ target: FaultScenario.Place.Target, _ name: String,
    duration: Double? = nil, count: Int? = nil, probability: Double = 1
  ) throws -> Double? {
    let fault = FaultScenario.Fault(
      kind: kind,
      place: FaultScenario.Place(
        target: target, name: name, position: SourcePosition(line: 1, column: 1),
        keyPath: "faults[0]"),
      start: 0.1, duration: duration, count: count, probability: probability)
    return StopBounds(try Fixture.arm()).outputsOff(after: fault)
  }

  /// Three cycles that may be, one in which it is too old, one until that is seen, and the first with the outputs off.
  @Test func aCommandThatCannotArriveIsSixCycles() throws {
    #expect(try bound(.unpowered, .bus, "left") == 0.012)
    #expect(try bound(.unpowered, .bus, "left", duration: 0.012) == 0.012)
  }

  @Test func thePressedStopIsTwoCycles() throws {
    #expect(try bound(.pressed, .line, "estop") == 0.004)
  }

  /// Over sooner, not always, not for good, or not of a command.
  @Test func whatTheRobotMayRideThroughHasNone() throws {
    #expect(try bound(.unpowered, .bus, "left", duration: 0.011) == nil)
    #expect(try bound(.addressNotAcknowledged, .bus, "left", probability: 0.5) == nil)
    #expect(try bound(.addressNotAcknowledged, .bus, "left", count: 3) == nil)
    #expect(try bound(.frozenReply, .bus, "left") == nil)
    #expect(try bound(.pressed, .line, "estop", duration: 0.003) == nil)
  }

  /// In a campaign: one fault alone, outputs off in time. The first two are pressed stops, the others a bus without
  /// power.
  @Test(arguments: [(22, 0.004), (25, 0.004), (221, 0.012), (379, 0.012)])
  func runsKeepThem(_ seed: UInt64, _ bound: Double) throws {
    let run = CampaignRun(seed: seed, on: try Fixture.arm())
    #expect(run.report.problems.isEmpty)
    #expect(run.bounds == [bound])
    let off = try #require(run.report.outputsOff)
    #expect((off * 1e9).rounded() <= (bound * 1e9).rounded())
  }

  /// What a campaign keeps is a scenario that can be played again.
  @Test func theScenarioOfARunIsAFile() throws {
    let arm = try Fixture.arm()
    for seed in UInt64(1)...40 {
      let run = CampaignRun(seed: seed, on: arm)
      let read = try FaultScenarioFile.load(
        text: Array(run.scenarioText.utf8), file: "campaign.yaml")
      #expect(read.faults.map(\.kind) == run.scenario.faults.map(\.kind), "seed \(seed)")
      #expect(read.faults.map(\.start) == run.scenario.faults.map(\.start), "seed \(seed)")
      #expect(
        read.faults.map(\.place.name) == run.scenario.faults.map(\.place.name), "seed \(seed)")
      #expect(read.seed == run.scenario.seed, "seed \(seed)")
    }
  }
}
