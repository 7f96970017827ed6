import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Testing

/// What a scenario expects is looked at: what is not so fails.
@Suite struct FaultReportTests {
  private func failures(
    _ name: String, edit: (inout FaultScenario) -> Void
  ) throws -> [String] {
    var scenario = try FaultScenarioFile.load(path: "\(FaultScenarioTests.folder)/\(name).yaml")
    edit(&scenario)
    let path = "\(Fixture.root)/Robots/\(scenario.robot)/robot.yaml"
    let model = try LoadedRobot(robotPath: path, boardPath: nil).model
    return try FaultRun.report(
      of: scenario, on: model, doing: try ScenarioMotion.of(scenario, model)
    ).failures(of: scenario)
  }

  /// Where it stops, it stops because of its fault.
  @Test(arguments: [
    "client-silent", "command-no-effort", "disarm-while-arming", "joint-overpowered",
    "motor-inverted-at-arming", "loop-overruns",
  ])
  func withoutItsFaultsAScenarioFails(_ name: String) throws {
    let found = try failures(name) { scenario in
      for index in scenario.faults.indices { scenario.faults[index].start = scenario.duration + 1 }
    }
    #expect(found.contains { $0.hasPrefix("ended ") }, "\(name): \(found)")
    #expect(found.contains { $0.hasSuffix(" never struck") }, "\(name): \(found)")
  }

  @Test func anotherStopFails() throws {
    #expect(
      try failures("client-silent") { $0.expectation.stop = "overrun_credits" }
        == ["stopped by command_timeout"])
    #expect(
      try failures("command-step") { $0.expectation.stop = "command_timeout" }
        == ["nothing stopped it"])
  }

  /// Of a robot that holds, the bound is until it is at rest: 100 ms of the last command, and braking.
  @Test func restingTooLateFails() throws {
    let found = try failures("client-silent") { $0.expectation.within = 0.05 }
    #expect(found.count == 1 && found.first?.hasPrefix("at rest after 0.") == true, "\(found)")
    #expect(
      try failures("command-step") {
        $0.expectation.state = "holding"
        $0.expectation.within = 0.1
      } == ["ended active", "never at rest"])
  }

  @Test func movingAfterwardsFails() throws {
    #expect(
      try failures("command-step") { $0.expectation.stays = 0.1 } == ["never stopped"])
    let found = try failures("client-silent-and-armed-again") { $0.expectation.stays = 0.02 }
    #expect(found.count == 1 && found.first?.hasPrefix("moved by ") == true, "\(found)")
  }

  /// Without a fault it follows within some mrad; jammed for a moment it is further away.
  @Test func trackingWorseThanItsBoundFails() throws {
    func found(_ bound: Double) throws -> [String] {
      try failures("joint-jammed-for-a-moment") {
        $0.expectation = FaultScenario.Expectation(
          faults: $0.expectation.faults, state: $0.expectation.state, within: nil, tracking: bound,
          position: $0.expectation.position)
      }
    }
    #expect(try found(1) == [])
    let late = try found(1e-5)
    #expect(late.count == 1 && late.first?.hasPrefix("a tracking error of 0.") == true, "\(late)")
  }

  @Test func trackingOfARobotThatNeverFollowedFails() throws {
    let found = try failures("wrong-encoder-at-start") { $0.expectation.tracking = 1 }
    #expect(found == ["never followed commands"])
  }

  /// A person who is refused where the scenario does not say so, and the other way round.
  @Test func anotherAnswerFails() throws {
    #expect(
      try failures("arm-without-clear") { $0.faults[1].kind = .asked(.arm, isRefused: false) }
        == ["arm was answered: faultLatched"])
    #expect(
      try failures("stop-asked") { $0.faults[0].kind = .asked(.stop, isRefused: true) }
        == ["stop was answered: none"])
  }

  /// A command that nothing had to clip has not struck.
  @Test func aStepThatIsNoneFails() throws {
    #expect(
      try failures("command-step") { $0.faults[0].kind = .commandStep(by: 0) }
        == ["commandStep(by: 0.0) at wrist_roll never struck"])
  }

  /// The right chip is there.
  @Test func aSetUpThatSucceedsFails() throws {
    #expect(
      try failures("wrong-pwm-at-start") { $0.faults[0].kind = .slowAdapter(overhead: 1e-6) }
        == ["ended active"])
  }
}
