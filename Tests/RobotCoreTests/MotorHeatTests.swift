import RobotControl
import RobotCore
import RobotUnits
import Testing

/// The second of two joints has a rated motor: 2.4012 N.m/A, so 0.6 A at most are 1.44072 N.m, and 0.3 A for ever
/// 0.72036 N.m; 1 s.
@Suite struct MotorHeatTests {
  private static func bench() -> Bench {
    let bench = Bench([
      .small { $0.gains.ki = 0 },
      .small {
        $0.gains.ki = 0
        $0.rating = MotorHeat.Rating(
          continuousCurrent: 0.3, peakCurrent: 0.6, timeConstant: 1)
      },
    ])
    bench.activate(at: 0, 0)
    return bench
  }

  /// Pulls both joints 0.2 rad off: 4 N.m are asked for, and 2.5 N.m would be the limit.
  private static func pull(_ bench: Bench) {
    for _ in 0..<100 {
      for joint in 0..<2 { bench.samples[joint].position -= 0.002 }
      bench.step()
    }
  }

  @Test func thePeakHoldsAtOnce() {
    let bench = Self.bench()
    Self.pull(bench)
    #expect(abs(bench.joint(1).appliedEffort - 1.440_72) < 1e-12)
    #expect(bench.joint(1).limits.contains(.current))
    #expect(abs(bench.joint(0).appliedEffort - 2.5) < 1e-12)
    #expect(!bench.joint(0).limits.contains(.current))
  }

  /// Four times the heat of the rating is 0.8 of it after 0.223 s, 112 cycles; then the effort folds back, by
  /// (4 - 0.8) 2 ms / 0.2 of 0.72 N.m in a cycle at most, to what the motor gives for ever. A second later that is a fault; SS1.
  @Test func foldsBackAndStops() throws {
    let bench = Self.bench()
    Self.pull(bench)
    var (last, begun, cycles) = (bench.joint(1).appliedEffort, 0, 0)
    var fault: FaultRecord?
    while fault == nil, cycles < 2_000 {
      fault = bench.step().latched
      cycles += 1
      let effort = bench.joint(1).appliedEffort
      if fault == nil {
        #expect(effort <= last + 1e-12 && last - effort < 0.0231)
        if begun == 0, effort < 1.44 { begun = cycles }
        last = effort
      }
    }
    // With 0.8 N.m of damping the peak was reached after 15 to 20 of the 100 cycles of pulling.
    #expect(abs(begun - (112 - 85)) < 8, "\(begun)")
    #expect(abs(last - 0.720_36) < 0.01, "\(last)")
    let record = try #require(fault)
    #expect(record.code == .motorOverload && record.joint == 1)
    #expect(abs(record.value - 0.2) < 1e-9 && record.limit == 0.03)
    #expect(abs(cycles - begun - 500) < 5, "\(cycles - begun)")
    #expect(FaultCode.motorOverload.reaction() == .safeStop1)
    bench.run(20)
    #expect(bench.state == .faulted)
  }

  /// Off it cools, in lost time too; below 0.9 it may be armed again: 1 s ln(1 / 0.9) is 0.105 s.
  @Test(arguments: [false, true]) func coolsBeforeItIsArmedAgain(_ skips: Bool) {
    let bench = Self.bench()
    Self.pull(bench)
    for _ in 0..<2_000 where bench.cycle.fault == nil { bench.step() }
    bench.run(5)
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    let result = bench.ask(.arm)
    #expect(result?.refusal == .motorWarm && result?.joint == 1)
    #expect(bench.state == .disarmed)
    if skips {
      bench.input.skippedCycles = 49
      bench.step()
      bench.run(10)
    } else {
      bench.run(30)
      #expect(bench.ask(.arm)?.refusal == .motorWarm)
      bench.run(29)
    }
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  /// Who stands where he shall may be warm: no fault. And a robot that holds is armed again, warm or not.
  @Test func aJointThatStandsMayBeWarm() {
    let bench = Self.bench()
    var noted = 0
    for _ in 0..<1_500 {
      bench.send(JointTarget(position: 0, velocity: 0, kp: 20, kd: 1, feedForward: 1.4))
      bench.step()
      if bench.joint(1).limits.contains(.current) { noted += 1 }
    }
    #expect(bench.cycle.fault == nil && noted > 500)
    #expect(abs(bench.joint(1).appliedEffort - 0.720_36) < 0.01)
    bench.ask(.stop)
    bench.run(50)
    #expect(bench.state == .holding)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }
}
