import RobotAssembly
import RobotConfiguration
import Testing

@testable import RobotScenarios

/// Variants of a robot, and how well they do.
@Suite struct TuningTests {
  private func plan(_ texts: String...) throws -> TuningPlan {
    try #require(TuningPlan(texts.map { try Variation($0) }))
  }

  private func values(_ plan: TuningPlan, _ seeds: ClosedRange<UInt64>) -> [[String]] {
    seeds.map { plan.changes(of: $0).map(\.value) }
  }

  @Test func aGridHasEveryCombination() throws {
    let plan = try plan("a=1..2:2", "b=10..30:3")
    #expect(plan.last == 6)
    #expect(plan.changes(of: 0).isEmpty)
    #expect(
      values(plan, 1...6) == [
        ["1", "10"], ["1", "20"], ["1", "30"], ["2", "10"], ["2", "20"], ["2", "30"],
      ])
  }

  /// Halton's sequence: 1/2, 1/4, 3/4, 1/8 and 1/3, 2/3, 1/9, 4/9.
  @Test func aSequenceCoversTheBox() throws {
    let plan = try plan("a=0..1", "b=0..9")
    #expect(plan.last == nil)
    #expect(
      values(plan, 1...4) == [["0.5", "3"], ["0.25", "6"], ["0.75", "1"], ["0.125", "4"]])
    #expect(values(plan, 4_294_967_295...4_294_967_295).count == 1)
  }

  @Test func aPlanIsAGridOrASequence() throws {
    let one = try Variation("a=0..1")
    #expect(TuningPlan([one, try Variation("b=0..1:2")]) == nil)
    #expect(TuningPlan([]) == nil)
    #expect(TuningPlan([Variation](repeating: one, count: 8)) != nil)
    #expect(TuningPlan([Variation](repeating: one, count: 9)) == nil)
    #expect(
      try plan("a=0..1:10000", "b=0..1:10000", "c=0..1:10000", "d=0..1:10000", "e=0..1:10000").last
        == .max)
  }

  @Test func itIsAboutTheJointsThatItVaries() throws {
    let robot = try Fixture.arm().robot
    #expect(
      try plan("joints.elbow_flex.control.kp=1..2", "joints.shoulder_pan.control.kd=1..2")
        .joints(of: robot) == [0, 2])
    #expect(try plan("joints.*.control.kp=1..2").joints(of: robot) == Array(0..<6))
    #expect(try plan("joints.gripper.control.kp=1..2", "rate=1..2").joints(of: robot).count == 6)
  }

  /// A jump from 1 to 2 at 0.1 s: 0.5 beyond it at once, and within 2 % from 0.4 s on.
  private static let jump: [TuningFigures.Sample] = (0...10).map { cycle in
    let measured = cycle < 2 ? 1.0 : cycle < 4 ? 2.5 : 2.01
    return .init(
      time: Double(cycle) / 10, reference: cycle < 2 ? 1 : 2, measured: measured, effort: 2,
      isLimited: cycle < 4)
  }

  @Test func figuresOfAJump() {
    let figures = TuningFigures(Self.jump, effortLimit: 4, steps: [0.1...1])
    #expect(figures.peak == 0.5)
    #expect(abs(figures.rms - ((2 * 0.25 + 7 * 1e-4) / 11).squareRoot()) < 1e-12)
    #expect(figures.effort == 0.5)
    #expect(abs(figures.saturation - 4.0 / 11) < 1e-12)
    #expect(figures.overshoot == 0.5)
    #expect(abs((figures.settling ?? 0) - 0.3) < 1e-12)
    #expect(figures.unsettled == 0)
  }

  @Test func aJumpBackOvershootsDownwards() {
    let back = Self.jump.map {
      TuningFigures.Sample(time: $0.time, reference: -$0.reference, measured: -$0.measured)
    }
    let figures = TuningFigures(back, effortLimit: .nan, steps: [0.1...1])
    #expect(figures.overshoot == 0.5)
    #expect(figures.effort == nil)
  }

  @Test func whatNeverSettlesHasNoTime() {
    var samples = Self.jump
    samples[9].measured = 2.03
    // Until 1 s, which the last sample is no part of.
    let figures = TuningFigures(samples, effortLimit: 4, steps: [0.1...1])
    #expect(figures.settling == nil && figures.unsettled == 1)
  }

  /// The jump, and back at 1 s, where it stays.
  @Test func oneThatSettlesDoesNotHideOneThatDoesNot() {
    let stuck = (11...20).map {
      TuningFigures.Sample(time: Double($0) / 10, reference: 1, measured: 2)
    }
    let figures = TuningFigures(Self.jump + stuck, effortLimit: 4, steps: [0.1...1, 1...2])
    #expect(figures.settling == nil && figures.unsettled == 1)
  }

  @Test func withoutAJumpThereIsNoSettling() {
    let figures = TuningFigures(Self.jump, effortLimit: 4, steps: [])
    #expect(figures.settling == nil && figures.overshoot == nil && figures.unsettled == 0)
  }

  @Test func theWorstOfSeveralAtTheirLevers() {
    let figures = TuningFigures(Self.jump, effortLimit: 4, steps: [0.1...1])
    let worst = TuningFigures.worst([(figures, 1), (figures, 0.1), (TuningFigures(), 1)])
    #expect(worst.peak == 5)
    #expect(worst.settling == figures.settling && worst.overshoot == 0.5)
    var never = TuningFigures()
    never.unsettled = 1
    #expect(TuningFigures.worst([(figures, 1), (never, 1)]).settling == nil)
  }

  /// The shipped arm jumps by 0.2 rad and back, as in `TrackingTests`, and with a tenth of its gains does not settle.
  @Test func aSofterArmFollowsWorse() throws {
    let path = "\(Fixture.root)/Robots/arm6/robot.yaml"
    let motion = try MotionFile.load(path: "\(Fixture.root)/Scenarios/arm6-step.motion.yaml")
    let model = try LoadedRobot(robotPath: path, boardPath: nil).model
    let task = try TuningTask(motion, on: model)
    #expect(task.steps.map(\.joints) == [Array(0..<6), Array(0..<6)])
    let changes = [KeyChange(keyPath: "joints.elbow_flex.control.kp", value: "4 N.m/rad")]
    let soft = try LoadedRobot(robotPath: path, boardPath: nil, changes: changes).model
    #expect(soft.robot.joints[2].control.kp == 4 && soft.robot.joints[1].control.kp == 40)
    let runs = [(model, []), (soft, changes)].map { model, changes in
      TuningRun(seed: 1, changes, on: model, doing: task, watched: [2])
    }
    #expect(runs.allSatisfy { $0.isUsable }, "\(runs.map(\.misses)) \(runs.map(\.report))")
    let (stiff, yielding) = (runs[0].worst, runs[1].worst)
    #expect((0.05...0.25).contains(stiff.settling ?? 0), "\(stiff)")
    #expect((0...0.1).contains(stiff.overshoot ?? 1), "\(stiff)")
    #expect(yielding.rms > 1.5 * stiff.rms, "\(yielding) \(stiff)")
    #expect(runs[0].fingerprint != runs[1].fingerprint)
    #expect(runs[0].joints[2] == stiff)
  }

  @Test func aScenarioSaysWhatGoesWrong() throws {
    let model = try Fixture.arm()
    let scenario = try FaultScenarioFile.load(path: "\(FaultScenarioTests.folder)/motor-dead.yaml")
    let run = TuningRun(
      seed: 0, [], on: model, doing: try TuningTask(scenario, on: model), watched: [0])
    // It ends as its file expects.
    #expect(run.isUsable && !run.report.faults.isEmpty, "\(run.report)")
    var hopeful = scenario
    hopeful.expectation.faults = []
    hopeful.expectation.state = "active"
    let other = TuningRun(
      seed: 0, [], on: model, doing: try TuningTask(hopeful, on: model), watched: [0])
    #expect(!other.isUsable && !other.misses.isEmpty)
  }
}
