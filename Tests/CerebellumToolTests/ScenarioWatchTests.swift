import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits
import RobotWire
import Testing

@testable import cerebellum

/// What is made of the states and events of a daemon.
@Suite struct ScenarioWatchTests {
  private let model: RobotModel
  private let start = MonotonicInstant(nanoseconds: 10_000_000_000)

  init() throws {
    model = try LoadedRobot(
      robotPath: Repository.root + "/Robots/bench/robot.yaml", boardPath: nil
    ).model
  }

  /// A fault 1 s after the beginning.
  private func watch() throws -> ScenarioWatch {
    let text = """
      scenario: s
      robot: bench
      seed: 1
      duration: 5 s
      faults: [ { kind: jam, joint: damps, at: 1 s } ]
      expect: { fault: none, state: active }
      """
    let scenario = try FaultScenarioFile.load(text: Array(text.utf8), file: "s")
    return ScenarioWatch(model: model, from: start, of: scenario)
  }

  private func state(
    _ seconds: Double, _ lifecycle: RobotWire.Lifecycle = .active, on: Bool = true,
    reference: Double = 0, measured: Double = 0, velocity: Double = 0
  ) -> StateSnapshot {
    let joint = RobotWire.JointSnapshot(
      referencePosition: reference, referenceVelocity: velocity, measuredPosition: measured,
      measuredVelocity: 0, effortApplied: 0, effortDesired: 0, limiting: [], age: 0)
    return StateSnapshot(
      cycle: 0, time: start + TimeSpan(seconds: seconds), lifecycle: lifecycle,
      motion: MotionStatus(state: .none, progress: 0), fault: nil,
      flags: on ? [.outputsEnabled] : [], supplies: [], joints: [joint, joint])
  }

  private func event(_ code: UInt16) -> FaultEvent {
    FaultEvent(
      time: start, cycle: 7,
      fault: FaultEvidence(code: code, joint: 1, value: 2, limit: 3), english: "", chinese: "")
  }

  @Test func timesAreFromTheFirstFaultOn() throws {
    var watch = try watch()
    watch.see(state(0.5))
    watch.see(state(1))
    watch.hear(event(501))
    watch.see(state(1.01, .faulted, on: false, measured: 0.1))
    watch.see(state(1.5, .faulted, on: false, measured: 0.125))
    let report = watch.finished()
    #expect(report.faults.map(\.code) == [.emergencyStop] && report.faults[0].joint == 1)
    #expect(report.latched == 0.01 && report.outputsOff == 0.01)
    #expect(abs((report.moved ?? 0) - 0.025) < 1e-9 && report.state == .faulted)
  }

  /// Of faults, stops and slower speeds each has its place: 701 stops, 206 slows.
  @Test func eventsAreFaultsStopsOrSlowerSpeeds() throws {
    var watch = try watch()
    for code in [UInt16(701), 206, 501] { watch.hear(event(code)) }
    let report = watch.finished()
    #expect(report.stops.map(\.code) == [.commandTimeout])
    #expect(report.degradations.map(\.code) == [.encoderDegraded])
    #expect(report.faults.map(\.code) == [.emergencyStop])
  }

  @Test func whatWasOffBeforeIsNotSwitchedOff() throws {
    var watch = try watch()
    watch.see(state(0.9, .disarmed, on: false))
    watch.see(state(1.1, .disarmed, on: false))
    #expect(watch.finished().outputsOff == nil)
    watch.see(state(1.2))
    watch.see(state(1.3, .disarmed, on: false))
    #expect(try #require(watch.finished().outputsOff) > 0.29)
  }

  @Test func aRobotThatHoldsRestsWhenItsReferencesDo() throws {
    var watch = try watch()
    watch.see(state(1.1, .holding, velocity: 0.1))
    #expect(watch.finished().rested == nil)
    watch.see(state(1.2, .holding))
    #expect(abs((watch.finished().rested ?? 0) - 0.2) < 1e-9)
  }

  /// 0.03 and 0.04 rad: sqrt((9 + 16) / 2) = 0.0354; what is not led is not tracked.
  @Test func trackingIsTheRootMeanSquareWhileItFollows() throws {
    var watch = try watch()
    watch.see(state(0.1, reference: 0.03))
    watch.see(state(0.2, reference: 0.04))
    watch.see(state(0.3, .holding, reference: 1))
    let tracking = try #require(watch.finished().tracking)
    #expect(abs(tracking - 0.03536) < 1e-5)
  }

  @Test func whatIsSeenOutsideCounts() throws {
    var watch = try watch()
    watch.see(state(0.9))
    watch.see(state(1.01, .faulted, on: false))
    var outside = ScenarioState(
      seconds: 1, strikes: [2], outputsOff: nil, moved: nil, positions: [0, 0])
    watch.learn(outside)
    #expect(watch.finished().outputsOff == nil, "the line outside still is on")
    outside.outputsOff = 0.5
    outside.moved = 0.25
    watch.learn(outside)
    let report = watch.finished()
    #expect(report.outputsOff == 0.5 && report.moved == 0.25 && report.strikes == [2])
  }

  @Test func statesFromBeforeTheBeginningAreLeftOut() throws {
    var watch = try watch()
    watch.see(state(-0.1, reference: 1))
    #expect(watch.finished().cycles == 0 && watch.finished().tracking == nil)
  }
}
