import RobotControl
import RobotCore
import RobotUnits
import Testing

/// Joints with two encoders: three, of which the second and the third have a second one.
@Suite struct RedundancyTests {
  /// 0.1 rad; devices 7 and 8.
  private func bench() -> Bench {
    let bench = Bench([
      .small(), .small { $0.redundantEncoder = RedundantEncoder(tolerance: 0.1, device: 7) },
      .small { $0.redundantEncoder = RedundantEncoder(tolerance: 0.1, device: 8) },
    ])
    for joint in 0..<3 { say(0, joint, bench) }
    bench.follows = true
    return bench
  }

  private func say(_ position: Double, _ joint: Int, _ bench: Bench) {
    bench.cycle.redundantMeasurements[joint] = JointMeasurement(
      position: position, quality: .fresh)
  }

  @Test(arguments: [1, 2], [0.0999, -0.0999]) func whatIsWithinTheToleranceStaysQuiet(
    _ joint: Int, _ position: Double
  ) {
    let bench = bench()
    bench.activate(at: 0, 0, 0)
    say(position, joint, bench)
    bench.run(1000)
    #expect(bench.state == .active)
  }

  @Test(arguments: [1, 2], [0.1001, -0.1001]) func whatIsBeyondSwitchesOffInTheFourthCycle(
    _ joint: Int, _ position: Double
  ) throws {
    let bench = bench()
    bench.activate(at: 0, 0, 0)
    say(position, joint, bench)
    bench.run(3)
    #expect(bench.state == .active)
    let verdict = bench.step()
    #expect(!verdict.outputsEnabled && bench.state == .faulted)
    let record = try #require(verdict.latched)
    #expect(record.code == .encoderDisagreement && record.joint == joint)
    #expect(abs(record.value - 0.1001) < 1e-12 && record.limit == 0.1)
  }

  @Test func threeCyclesAreBorneAgainAndAgain() {
    let bench = bench()
    bench.activate(at: 0, 0, 0)
    for _ in 0..<50 {
      say(0.5, 1, bench)
      bench.run(3)
      say(0, 1, bench)
      bench.run(1)
    }
    #expect(bench.state == .active)
  }

  @Test(arguments: [JointMeasurement.Quality.missing, .invalid])
  func aSecondEncoderThatIsGoneIsALostEncoder(_ quality: JointMeasurement.Quality) throws {
    let bench = bench()
    bench.activate(at: 0, 0, 0)
    bench.cycle.redundantMeasurements[2] = JointMeasurement(position: 0, quality: quality)
    bench.run(3)
    #expect(bench.state == .active)
    let record = try #require(bench.step().latched)
    #expect(record.code == .encoderLost && record.joint == 2 && record.device == 8)
    #expect(record.value == 4 && record.limit == 3)
  }

  /// What is not believed of the first is not compared: the jump is what is told.
  @Test func aJumpOfTheFirstIsAJump() throws {
    let bench = bench()
    bench.activate(at: 0, 0, 0)
    bench.follows = false
    bench.samples[1].position = 0.5
    bench.run(3)
    #expect(bench.state == .active)
    #expect(try #require(bench.step().latched).code == .encoderJump)
  }

  @Test func whoDisagreesIsNotArmed() {
    let bench = bench()
    say(0.3, 1, bench)
    bench.samples[1].position = 0.15
    bench.run(20)
    #expect(bench.ask(.arm)?.refusal == .encodersDisagree)
    #expect(bench.cycle.armingBlocks.count == 1)
    let block = bench.cycle.armingBlocks.block(0)
    #expect(block.joint == 1 && block.device == 7)
    #expect(block.readings == SIMD2(0.15, 0.3))
    say(0.2, 1, bench)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  /// Before its index an incremental encoder says anything.
  @Test func aFirstThatDoesNotKnowIsNotContradicted() {
    let bench = bench()
    say(0.3, 1, bench)
    bench.input.positionUnknown.insert(1)
    bench.run(20)
    #expect(bench.ask(.arm)?.refusal == .positionUnknown)
    #expect(bench.cycle.armingBlocks.count == 1)
  }

  @Test func aSecondThatIsSilentIsNotArmed() {
    let bench = bench()
    bench.run(20)
    bench.cycle.redundantMeasurements[1] = JointMeasurement(position: 0, quality: .invalid)
    bench.step()
    say(0, 1, bench)
    bench.run(8)
    #expect(bench.ask(.arm)?.refusal == .encoderNotFresh)
    #expect(bench.cycle.armingBlocks.block(0).device == 7)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }
}
