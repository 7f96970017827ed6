import RobotControl
import RobotCore
import RobotUnits
import Testing

/// A joint that is moved as an oscillation would move it: 20 N.m/rad, 2.5 N.m, so that 2.5 mJ count. The second
/// of a pair.
@Suite struct OscillationTests {
  private static func bench(
    change: (inout JointConfiguration) -> Void = { _ in },
    safety: (inout SafetyConfiguration) -> Void = { _ in }
  ) -> Bench {
    let bench = Bench(
      [
        .small(),
        .small {
          $0.gains = JointLaw.Gains(kp: 20, kd: 0, ki: 0, integralLimit: 0.5)
          change(&$0)
        },
      ], change: safety)
    bench.activate(at: 0, 0)
    return bench
  }

  /// A swing of 30 mrad at 10 Hz, 9 mJ, for `cycles`; the cycles in which the limit was said, and the fault.
  private func swing(
    _ bench: Bench, _ cycles: Int, by amplitude: Double = 0.03, _ each: () -> Void = {}
  ) -> (noted: Int, fault: FaultRecord?) {
    var noted = 0
    for cycle in 1...cycles {
      let angle = 2 * Double.pi * 10 * Bench.period * Double(cycle)
      bench.samples[1].position = amplitude * RealtimeMath.sineCosine(angle).sine
      let verdict = bench.step()
      each()
      if bench.joint(1).limits.contains(.oscillation) { noted += 1 }
      #expect(!bench.joint(0).limits.contains(.oscillation))
      if let fault = verdict.latched { return (noted, fault) }
    }
    return (noted, nil)
  }

  /// Within 250 ms half of the gains, without a step of the effort; 250 ms later the fault, and SS1.
  @Test func gainsAreFoldedThenTheRobotStops() throws {
    let bench = Self.bench()
    var (last, largest) = (0.0, 0.0)
    let first = swing(bench, 125) {
      largest = max(largest, abs(bench.joint(1).appliedEffort - last))
      last = bench.joint(1).appliedEffort
    }
    #expect(first.noted > 0 && first.fault == nil)
    // 20 N.m/rad * 30 mrad * 62.8 rad/s * 2 ms = 75 mN.m in a cycle.
    #expect(largest < 0.08, "\(largest)")
    bench.samples[1].position = 0.03
    bench.run(40)
    #expect(abs(bench.joint(1).appliedEffort + 0.3) < 1e-9)
    bench.samples[1].position = 0
    bench.run(40)
    let second = swing(bench, 250)
    let fault = try #require(second.fault)
    #expect(fault.code == .oscillation && fault.joint == 1)
    #expect(abs(fault.value - 0.06) < 5e-4 && fault.limit == 0.003)
    #expect(FaultCode.oscillation.reaction() == .safeStop1)
    bench.run(5)
    #expect(bench.state == .faulted)
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    bench.samples[1].position = 0
    bench.run(20)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(150)
    #expect(!bench.joint(1).limits.contains(.oscillation))
    bench.samples[1].position = 0.03
    bench.run(5)
    #expect(abs(bench.joint(1).appliedEffort + 0.6) < 1e-9)
  }

  /// It goes on for 250 ms with half of its gains before that is a fault.
  @Test func goesOnForAWhileBeforeItIsAFault() {
    let bench = Self.bench()
    var (begun, cycle) = (0, 0)
    let run = swing(bench, 500) {
      cycle += 1
      if begun == 0, bench.joint(1).limits.contains(.oscillation) { begun = cycle }
    }
    #expect(run.fault?.code == .oscillation)
    #expect(begun <= 125 && cycle - begun >= 124 && cycle - begun <= 151, "\(begun), \(cycle)")
  }

  /// Who is armed again while he holds gets all of them back, in 50 ms.
  @Test func armingGivesTheGainsBack() {
    let bench = Self.bench()
    #expect(swing(bench, 125).noted > 0)
    bench.samples[1].position = 0
    bench.run(50)
    bench.ask(.stop)
    bench.run(50)
    #expect(bench.state == .holding && bench.joint(1).limits.contains(.oscillation))
    bench.ask(.arm)
    #expect(bench.joint(1).limits.contains(.oscillation))
    bench.run(30)
    #expect(!bench.joint(1).limits.contains(.oscillation))
    bench.samples[1].position = 0.03
    bench.run(5)
    #expect(abs(bench.joint(1).appliedEffort + 0.6) < 1e-9)
  }

  /// Against its damping of 0.8 N.m.s/rad; too small; as a servo, which has no gains of ours; switched off.
  @Test func isQuietWhereNothingIsWrong() {
    for bench in [
      Self.bench { $0.gains.kd = 0.8 }, Self.bench { $0.drive = .position },
      Self.bench(safety: { $0.oscillation = 0 }),
    ] {
      let run = swing(bench, 500)
      #expect(run.noted == 0 && run.fault == nil)
    }
    let run = swing(Self.bench(), 500, by: 0.01)
    #expect(run.noted == 0 && run.fault == nil)
  }

  /// A reference that goes to and fro, followed as it is: 13 mrad at 6 Hz are what 20 rad/s^2 allow.
  @Test func aReferenceMayGoToAndFro() {
    let bench = Self.bench()
    bench.follows = true
    for cycle in 1...1000 {
      let angle = 2 * Double.pi * 6 * Bench.period * Double(cycle)
      bench.send(.at(0.013 * RealtimeMath.sineCosine(angle).sine))
      bench.step()
      #expect(!bench.joint(1).limits.contains(.oscillation))
    }
    #expect(bench.cycle.fault == nil)
  }

  /// The loops of `pid` and `cascade` fold too: half of what they gave.
  @Test(arguments: [
    LoopLaw.pid(
      PIDLoop(
        PID.Configuration(
          schedule: GainSchedule(PID.Gains(kp: 20, ki: 0, kd: 0)), lower: -PIDLoop.unlimited,
          upper: PIDLoop.unlimited))),
    .cascade(
      position: PIDLoop(
        PID.Configuration(
          schedule: GainSchedule(PID.Gains(kp: 25, ki: 0, kd: 0)), lower: -PIDLoop.unlimited,
          upper: PIDLoop.unlimited)),
      velocity: PIDLoop(
        PID.Configuration(
          schedule: GainSchedule(PID.Gains(kp: 0.8, ki: 0, kd: 0)), lower: -PIDLoop.unlimited,
          upper: PIDLoop.unlimited))),
  ])
  func loopsFoldToo(loops: LoopLaw) {
    let bench = Self.bench { $0.loops = loops }
    bench.samples[1].position = 0.03
    bench.run(100)
    #expect(abs(bench.joint(1).appliedEffort + 0.6) < 1e-6)
    // Stiff and without damping, by the stream, until it folds.
    var angle = 0.0
    for _ in 0..<400 where !bench.joint(1).limits.contains(.oscillation) {
      angle += 2 * Double.pi * 10 * Bench.period
      bench.samples[1].position = 0.05 * RealtimeMath.sineCosine(angle).sine
      bench.send(JointTarget(position: 0, velocity: 0, kp: 20, kd: 0.01, feedForward: 0))
      bench.step()
    }
    #expect(bench.joint(1).limits.contains(.oscillation))
    // The loops take over from the stream's gains without a bump, in 0.2 s.
    for _ in 0..<1_000 {
      bench.samples[1].position += min(max(0.03 - bench.samples[1].position, -0.004), 0.004)
      bench.send(.at(0))
      bench.step()
    }
    #expect(abs(bench.joint(1).appliedEffort + 0.3) < 1e-4, "\(bench.joint(1).appliedEffort)")
  }
}
