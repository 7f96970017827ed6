import RobotControl
import RobotCore
import RobotUnits
import Testing

@Suite struct EstimateTests {
  @Test func measuresVelocity() {
    let bench = Bench([.small()])
    for _ in 0..<200 {
      bench.samples[0].position += 0.002
      bench.step()
    }
    #expect(abs(bench.joint(0).measuredVelocity - 1) < 1e-6)
    #expect(bench.joint(0).age == 0)
  }

  /// While the outputs are off everything finite is shown, however far; and nothing of it remains.
  @Test func anAbsurdReadingLeavesNoTrace() {
    let bench = Bench([.small()])
    bench.run(20)
    bench.samples[0].position = 1e308
    bench.run(20)
    #expect(bench.joint(0).measuredPosition == 1e308)
    bench.samples[0].position = 0.2
    bench.run(10)
    #expect(bench.joint(0).measuredVelocity == 0)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(200)
    #expect(bench.state == .active)
    #expect(bench.joint(0).desiredEffort == 0)
  }

  /// The estimate does not run on from a speed before a gap.
  @Test func aGapEndsTheVelocity() {
    let bench = Bench([.small()])
    for _ in 0..<200 {
      bench.samples[0].position += 0.002
      bench.step()
    }
    bench.samples[0].quality = .missing
    bench.run(500)
    #expect(bench.joint(0).age == 500)
    bench.samples[0].quality = .fresh
    bench.step()
    #expect(bench.joint(0).measuredVelocity == 0)
  }

  /// 40 grid points are lost while the joint moves at 2 rad/s: 0.16 rad between two samples are neither a
  /// jump nor excess speed.
  @Test func aTolerableDelayIsNeitherJumpNorExcessSpeed() {
    let bench = Bench([.small()])
    bench.follows = true
    bench.activate(at: -1)
    bench.ask(.jog, joint: 0, displacement: 2, speed: 2)
    bench.run(250)
    bench.follows = false
    bench.samples[0].position = bench.joint(0).referencePosition + 40 * 0.004
    bench.input.skippedCycles = 40
    bench.step()
    #expect(bench.joint(0).measuredPosition == bench.samples[0].position)
    for _ in 0..<10 {
      bench.samples[0].position += 0.004
      bench.step()
      #expect(abs(bench.joint(0).measuredVelocity - 2) < 1e-3)
    }
    #expect(bench.cycle.fault == nil)
  }

  /// An integral of 10 N.m/(rad.s) over 0.01 rad grows by 0.0002 N.m in every cycle, without a pause.
  @Test func theIntegralGrowsInEveryCycle() {
    let bench = Bench([.small()])
    bench.activate(at: 0.5)
    bench.samples[0].position = 0.49
    bench.run(100)
    let before = bench.joint(0).desiredEffort
    bench.run(100)
    #expect(abs(bench.joint(0).desiredEffort - before - 0.02) < 1e-9)
  }

  /// At -1 the same effort takes the opposite voltage.
  @Test func theActuatorMayPointTheOtherWay() {
    let benches = [1.0, -1.0].map { direction in
      let bench = Bench([.small { $0.actuatorDirection = direction }])
      bench.activate(at: 0.5)
      bench.samples[0].position = 0.49
      bench.run(100)
      return bench
    }
    #expect(benches[0].cycle.duties[0] > 0)
    #expect(benches[0].cycle.duties[0] == -benches[1].cycle.duties[0])
    #expect(benches[0].joint(0).appliedEffort == benches[1].joint(0).appliedEffort)
  }

  /// 20 N.m/rad over 0.45 rad are 9 N.m, and the limit is 2.5: 1.0411 A, 2.39463 V of 12.
  @Test func theEffortLimitSetsTheDuty() {
    let bench = Bench([.small()])
    bench.activate(at: 0)
    for _ in 0..<30 {
      bench.samples[0].position -= 0.005
      bench.step()
    }
    bench.run(100)
    let joint = bench.joint(0)
    #expect(joint.desiredEffort > 2.5)
    #expect(joint.appliedEffort == 2.5)
    #expect(joint.limits.contains(.effort))
    #expect(abs(bench.cycle.duties[0] - 0.199_552) < 1e-5)
  }
}
