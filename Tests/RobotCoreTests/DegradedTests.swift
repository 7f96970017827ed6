import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits
import Testing

/// A device that fails now and then: the robot goes on, slower, until a person arms again. The joints of the
/// bench reach 3 rad/s with 20 rad/s^2; a quarter of that is 0.75 rad/s.
@Suite struct DegradedTests {
  private static let period = Bench.period

  private func running(_ share: Double = 0.25, brakes: BrakeSequence = BrakeSequence()) -> Bench {
    var safety = SafetyConfiguration()
    safety.degradedSpeed = share
    let bench = Bench(
      [.small(), .small()], tree: .init(bodies: [], coordinateCount: 0), safety: safety,
      brakes: brakes)
    bench.follows = true
    bench.activate(at: -1.2, 0)
    bench.run(20)
    #expect(bench.state == .active)
    return bench
  }

  /// What the next cycles hear of a device of `joint`.
  private func degrade(_ bench: Bench, joint: Int = 1, isEncoder: Bool = true) {
    bench.input.degrading.joint = joint
    bench.input.degrading.isEncoder = isEncoder
    bench.input.degrading.errors = 6
    bench.input.degrading.limit = 5
  }

  private func mend(_ bench: Bench) { bench.input.degrading = UnreliableDevice() }

  @Test(arguments: [(true, StopCode.encoderDegraded), (false, .actuatorDegraded)])
  func saysWhy(isEncoder: Bool, code: StopCode) throws {
    let bench = running()
    degrade(bench, isEncoder: isEncoder)
    let index = bench.index
    let verdict = bench.step()
    let record = try #require(verdict.degraded)
    #expect(record.code == code && record.joint == 1)
    #expect(record.value == 6 && record.limit == 5 && record.cycle.index == index)
    #expect(verdict.stopped == nil && verdict.latched == nil && verdict.outputsEnabled)
    #expect(bench.state == .degraded)
    #expect(bench.cycle.degradation?.code == code)
    for _ in 0..<50 { #expect(bench.step().degraded == nil, "said once") }
  }

  /// From 3 rad/s to 0.75 rad/s in 57 cycles of 0.04 rad/s, and no faster afterwards; the jog arrives.
  @Test func brakesToItsSpeedWithinTheAcceleration() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 2.6, speed: 3)
    bench.run(120)
    #expect(bench.joint(0).referenceVelocity == 3)
    degrade(bench)
    bench.step()
    mend(bench)
    var last = bench.joint(0).referenceVelocity
    var slowing = 0
    for _ in 0..<400 {
      bench.step()
      let velocity = bench.joint(0).referenceVelocity
      #expect(last - velocity <= 20 * Self.period * (1 + 1e-9))
      #expect(velocity <= last && velocity >= 0)
      if velocity > 0.75 { slowing += 1 }
      last = velocity
    }
    #expect(slowing == 56)
    bench.run(1_500)
    #expect(abs(bench.joint(0).referencePosition - 1.4) < 1e-9)
    #expect(bench.state == .degraded && bench.cycle.fault == nil)
  }

  @Test(arguments: [0.01, 0.5, 1]) func theShareIsTheConfigurations(_ share: Double) {
    let bench = running(share)
    degrade(bench)
    bench.step()
    bench.ask(.jog, joint: 0, displacement: 2.6, speed: 3)
    var fastest = 0.0
    for _ in 0..<300 {
      bench.step()
      fastest = max(fastest, bench.joint(0).referenceVelocity)
    }
    #expect(fastest == 3 * share)
  }

  @Test func onlyArmingEndsIt() {
    let bench = running()
    degrade(bench)
    bench.step()
    mend(bench)
    bench.run(1_000)
    #expect(bench.state == .degraded)
    #expect(bench.ask(.clear)?.refusal == .wrongState)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.state == .active && bench.cycle.degradation == nil)
    bench.ask(.jog, joint: 0, displacement: 2.6, speed: 3)
    bench.run(120)
    #expect(bench.joint(0).referenceVelocity == 3)
  }

  @Test func whileItLastsArmingEndsInItAgain() throws {
    let bench = Bench([.small()])
    bench.follows = true
    degrade(bench, joint: 0)
    bench.run(10)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.state == .arming)
    var told = 0
    for _ in 0..<110 where bench.step().degraded != nil { told += 1 }
    #expect(bench.state == .degraded && told == 1)
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == Refusal.none)
    #expect(bench.state == .degraded && bench.cycle.degradation != nil)
  }

  /// Armed while it moves, it comes to rest first and stays there: no jump, and no way back.
  @Test func armingBrakesWhatMoves() {
    let bench = running()
    degrade(bench)
    bench.step()
    mend(bench)
    bench.ask(.jog, joint: 0, displacement: 2.6, speed: 3)
    bench.run(100)
    #expect(bench.joint(0).referenceVelocity == 0.75)
    bench.ask(.arm)
    #expect(bench.state == .arming)
    var last = bench.joint(0)
    for _ in 0..<100 {
      bench.step()
      let now = bench.joint(0)
      #expect(last.referenceVelocity - now.referenceVelocity <= 20 * Self.period * (1 + 1e-9))
      #expect(now.referencePosition >= last.referencePosition)
      if bench.state == .active { #expect(last.referenceVelocity <= 20 * Self.period * (1 + 1e-9)) }
      last = now
    }
    #expect(bench.state == .active && last.referenceVelocity == 0)
    #expect(bench.cycle.source == .rest)
  }

  /// The monitors keep the bounds of full speed: a joint that was fast is not too fast at once, and one that
  /// is led by hand is followed as fast as ever.
  @Test func theMonitorsKeepTheirBounds() {
    let bench = running()
    degrade(bench)
    bench.step()
    bench.follows = false
    bench.send(
      JointTarget(position: .nan, velocity: .nan, kp: 0, kd: .nan, feedForward: .nan), valid: 500)
    for _ in 0..<200 {
      bench.samples[0].position += 2.5 * Self.period
      let verdict = bench.step()
      #expect(verdict.latched == nil)
      #expect(abs(bench.joint(0).referencePosition - bench.samples[0].position) < 0.01)
    }
  }

  @Test func followsCommandsAndObeysStops() {
    let bench = running()
    degrade(bench)
    bench.step()
    bench.send(.at(0.2), valid: 50)
    bench.run(2)
    #expect(bench.cycle.source == .stream)
    #expect(bench.ask(.stop)?.refusal == Refusal.none)
    #expect(bench.state == .stopping)
    bench.run(50)
    #expect(bench.state == .holding)
    bench.ask(.arm)
    #expect(bench.state == .degraded)
    bench.input.overrun = Overrun(cost: 7, stock: 10, escalation: .exhausted)
    #expect(bench.step().stopped?.code == .overrunCredits)
    bench.input.overrun = Overrun()
    bench.run(50)
    bench.ask(.arm)
    #expect(bench.state == .degraded)
    bench.ask(.disarm)
    bench.run(50)
    #expect(bench.state == .disarmed)
    bench.ask(.arm)
    bench.run(110)
    #expect(bench.state == .degraded)
    bench.input.emergencyStop = true
    #expect(bench.step().latched?.code == .emergencyStop)
    #expect(bench.state == .faulted && bench.cycle.degradation == nil)
  }

  /// A lost stream leads to holding, as it does at full speed.
  @Test func holdsWhenTheStreamIsLost() {
    let bench = running()
    degrade(bench)
    bench.step()
    bench.send(.at(0.5), valid: 5)
    bench.run(4)
    #expect(bench.state == .degraded)
    bench.run(60)
    #expect(bench.state == .holding)
  }

  @Test func brakesAreReleasedAsEver() {
    let bench = running(
      brakes: BrakeSequence(engageTime: .milliseconds(30), releaseTime: .milliseconds(20)))
    degrade(bench)
    #expect(bench.step().brakesReleased)
    mend(bench)
    bench.ask(.jog, joint: 0, displacement: 2.6, speed: 3)
    bench.run(100)
    bench.ask(.arm)
    #expect(bench.state == .arming)
    for _ in 0..<60 { #expect(bench.step().brakesReleased) }
    #expect(bench.state == .active)
    #expect(bench.joint(0).referenceVelocity == 0)
  }
}
