import RobotCore
import RobotUnits
import Testing

/// Joints that stand outside their limits of -1.5 to 1.5 rad; 0.03 rad beyond them they may be armed, 0.1 rad
/// beyond them is a fault.
@Suite struct RecoveryTests {
  private func bench(at position: Double, isPerfect: Bool = true) -> Bench {
    let bench = Bench([.small(), .small()])
    bench.samples[0].position = position
    bench.follows = isPerfect
    bench.run(10)
    return bench
  }

  @Test func onlyArmedForItAJointOutsideIsArmed() {
    let bench = bench(at: 1.9)
    #expect(bench.ask(.arm)?.refusal == .outsideLimits)
    #expect(bench.state == .disarmed)
    #expect(bench.ask(.recover)?.refusal == Refusal.none)
    #expect(bench.state == .arming)
  }

  /// No faster than a quarter of 3 rad/s, never outwards, and the joint beside it stays.
  @Test(arguments: [1.9, -2.4, 1.62]) func comesInsideSlowlyAndOnlyInwards(position: Double) {
    let bench = bench(at: position)
    bench.ask(.recover)
    var last = position
    var cycles = 0
    while bench.state == .arming, cycles < 5_000 {
      bench.step()
      cycles += 1
      let reference = bench.joint(0).referencePosition
      #expect(abs(reference) <= abs(last) + 1e-12)
      #expect(abs(reference - last) <= 0.75 * Bench.period + 1e-12)
      #expect(bench.joint(1).referencePosition == 0)
      last = reference
    }
    #expect(bench.state == .active)
    // So far inside as it may be armed outside.
    #expect(abs(abs(last) - 1.47) < 1e-9)
    // 0.2 s of the ramp, the way at 0.75 rad/s, and the ends of it.
    let seconds = Double(cycles) * Bench.period
    #expect(seconds < 0.2 + (abs(position) - 1.47) / 0.75 + 0.1)
  }

  /// While it is on its way no command is taken; a stop is.
  @Test func takesNoCommandMeanwhile() {
    let bench = bench(at: 1.9)
    bench.ask(.recover)
    bench.run(150)
    #expect(bench.state == .arming)
    #expect(bench.ask(.jog, joint: 1, displacement: 0.1, speed: 1)?.refusal == .wrongState)
    bench.send(JointTarget(position: 0, velocity: 0, kp: .nan, kd: .nan, feedForward: .nan))
    bench.run(2)
    #expect(bench.cycle.source == .rest)
    #expect(bench.ask(.stop)?.refusal == Refusal.none)
    bench.run(50)
    #expect(bench.state == .holding)
    let stopped = bench.joint(0).referencePosition
    #expect(stopped > 1.5)
    bench.run(100)
    #expect(bench.joint(0).referencePosition == stopped)
    #expect(bench.ask(.arm)?.refusal == .outsideLimits)
    #expect(bench.ask(.recover)?.refusal == Refusal.none)
    bench.run(1_000)
    #expect(bench.state == .active)
  }

  /// What is behind it closes: pushed back out by more than it may be, it is off.
  @Test func whoIsPushedOutAgainIsOff() {
    let bench = bench(at: 1.9)
    bench.ask(.recover)
    bench.run(250)
    let reached = bench.joint(0).measuredPosition
    #expect(reached < 1.85)
    bench.follows = false
    bench.samples[0].position = reached + 0.02
    bench.run(3)
    #expect(bench.state == .arming)
    bench.samples[0].position = reached + 0.04
    bench.step()
    #expect(bench.state == .faulted)
    #expect(bench.cycle.fault?.code == .positionLimit)
    #expect(bench.cycle.fault?.limit == 1.5)
  }

  /// Behind the way back the margins are those of every other robot.
  @Test func insideTheLimitsCountAgain() {
    let bench = bench(at: 1.9)
    bench.ask(.recover)
    bench.run(1_000)
    #expect(bench.state == .active)
    bench.follows = false
    for step in 1...64 {
      bench.samples[0].position = 1.47 + Double(step) * 0.002
      bench.step()
      #expect(bench.state == .active)
    }
    bench.samples[0].position = 1.601
    bench.step()
    #expect(bench.cycle.fault?.code == .positionLimit)
  }

  /// Where the references are inside and the joint is not, it ends within a second; also where the joint stands
  /// between what it may be armed at and what is a fault of itself.
  @Test(arguments: [1.9, 1.58]) func whoDoesNotGetInsideIsOff(position: Double) {
    let bench = bench(at: position, isPerfect: false)
    bench.ask(.recover)
    bench.run(2_000)
    #expect(bench.state == .faulted)
    #expect(bench.cycle.fault?.code == .positionLimit)
  }

  /// The way inside is towards a switch that is open: nobody knows where it leads.
  @Test func aSwitchOnTheWayBarsIt() {
    let bench = Bench(
      [.small(), .small()],
      switches: [LimitSwitch(joint: 0, side: .lower, release: .milliseconds(20))])
    bench.samples[0].position = 1.9
    bench.input.openSwitches = 1
    bench.run(10)
    #expect(bench.ask(.recover)?.refusal == .outsideLimits)
    bench.input.openSwitches = 0
    bench.run(20)
    #expect(bench.ask(.recover)?.refusal == Refusal.none)
  }

  /// Everything else that forbids to arm forbids this too.
  @Test func everythingElseStillForbids() {
    let bench = bench(at: 1.9)
    bench.input.emergencyStop = true
    #expect(bench.ask(.recover)?.refusal == .emergencyStopPressed)
    bench.input.emergencyStop = false
    bench.samples[1].quality = .missing
    bench.run(20)
    #expect(bench.ask(.recover)?.refusal == .encoderNotFresh)
  }
}
