import RobotControl
import RobotCore
import RobotUnits
import Testing

/// A switch at the upper end of joint 0 and one at the lower end of joint 1; they let go after 20 ms. A joint
/// of the bench has bounds of 1.5 rad, 3 rad/s and 20 rad/s^2; a cycle has 2 ms.
@Suite struct LimitSwitchTests {
  private let upper: UInt64 = 1
  private let lower: UInt64 = 2

  private func running() -> Bench {
    let bench = Bench(
      [.small(), .small()],
      switches: [
        LimitSwitch(joint: 0, side: .upper, release: .milliseconds(20)),
        LimitSwitch(joint: 1, side: .lower, release: .milliseconds(20)),
      ])
    bench.follows = true
    bench.activate(at: 0, 0)
    #expect(bench.state == .active)
    return bench
  }

  @Test func tripsAtTheFirstSignAndLetsGoWhenItIsQuiet() {
    var limit = LimitSwitch(joint: 0, side: .upper, release: .milliseconds(20))
    /// Whether it tripped just now, and whether it is.
    func look(_ isOpen: Bool, _ milliseconds: Int64) -> [Bool] {
      let now = MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
      return [limit.update(isOpen: isOpen, at: now), limit.isTripped]
    }
    #expect(look(false, 0) == [false, false])
    #expect(look(true, 2) == [true, true])
    #expect(look(true, 4) == [false, true], "once")
    for time in stride(from: 6 as Int64, through: 24, by: 2) {
      #expect(look(false, time) == [false, true])
    }
    // It bounces: the time begins anew.
    #expect(look(true, 25) == [false, true])
    for time in stride(from: 26 as Int64, through: 44, by: 2) {
      #expect(look(false, time) == [false, true])
    }
    #expect(look(false, 46) == [false, false])
    #expect(look(true, 48) == [true, true])
  }

  @Test func stopsTheRobotWithItsGreatestDecelerationAndHolds() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 2)
    bench.run(150)
    #expect(abs(bench.joint(0).referenceVelocity - 2) < 1e-9)
    bench.input.openSwitches = upper
    let place = bench.joint(0).referencePosition
    let verdict = bench.step()
    #expect(verdict.stopped?.code == .limitSwitch && verdict.stopped?.joint == 0)
    #expect(bench.state == .stopping && verdict.outputsEnabled)
    #expect(bench.joint(0).limits.contains(.limitSwitch))
    #expect(!bench.joint(1).limits.contains(.limitSwitch))
    var last = bench.joint(0).referenceVelocity
    for _ in 0..<60 {
      let before = last
      #expect(bench.step().stopped == nil, "said once")
      last = bench.joint(0).referenceVelocity
      #expect(abs(last - before) < 20 * 0.002 * (1 + 1e-9))
    }
    #expect(bench.state == .holding && bench.cycle.fault == nil)
    // From 2 rad/s by 0.04 rad/s each cycle: 49 cycles with a speed, 2 ms (49 * 2 - 0.04 * 49 * 50 / 2).
    #expect(abs(bench.joint(0).referencePosition - place - 0.098) < 1e-9)
  }

  @Test func goesNoFurtherAndDrivesAway() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 2)
    bench.run(150)
    bench.input.openSwitches = upper
    bench.run(60)
    let place = bench.joint(0).referencePosition
    // A contact that stays open keeps nobody from arming: somebody has to drive away.
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(110)
    #expect(bench.state == .active)
    #expect(bench.ask(.jog, joint: 0, displacement: 0.01, speed: 1)?.refusal == .outsideLimits)
    #expect(bench.ask(.jog, joint: 1, displacement: 0.3, speed: 1)?.refusal == Refusal.none)
    #expect(bench.ask(.jog, joint: 0, displacement: -0.2, speed: 1)?.refusal == Refusal.none)
    bench.run(300)
    #expect(abs(bench.joint(0).referencePosition - (place - 0.2)) < 1e-9)
    #expect(abs(bench.joint(1).referencePosition - 0.3) < 1e-9)
    // Inside, but the contact is still open: still no further.
    #expect(bench.ask(.jog, joint: 0, displacement: 0.1, speed: 1)?.refusal == .outsideLimits)
    bench.input.openSwitches = 0
    bench.run(9)
    #expect(bench.ask(.jog, joint: 0, displacement: 0.1, speed: 1)?.refusal == .outsideLimits)
    bench.run(2)
    #expect(bench.ask(.jog, joint: 0, displacement: 0.5, speed: 1)?.refusal == Refusal.none)
    bench.run(400)
    #expect(abs(bench.joint(0).referencePosition - (place + 0.3)) < 1e-9)
    #expect(!bench.joint(0).limits.contains(.limitSwitch))
  }

  @Test func aStreamCannotPushPastIt() {
    let bench = running()
    bench.input.openSwitches = lower
    bench.run(1)
    #expect(bench.state == .holding, "it was at rest")
    bench.ask(.arm)
    bench.run(110)
    for _ in 0..<400 {
      for joint in 0..<2 {
        bench.cycle.targets[joint] = JointTarget(
          position: joint == 0 ? 0.4 : -0.7, velocity: .nan, kp: .nan, kd: .nan, feedForward: .nan)
      }
      bench.input.hasStream = true
      bench.input.streamValidUntil = bench.now + .milliseconds(10)
      bench.step()
      #expect(bench.joint(1).referencePosition >= -1e-12)
    }
    #expect(abs(bench.joint(0).referencePosition - 0.4) < 1e-9)
    #expect(bench.joint(1).limits.contains(.position))
  }

  /// Moved by hand while it is off: the end is where the joint is armed, be it nearer or further.
  @Test(arguments: [0.7, -0.4])
  func theEndIsWhereItIsArmed(_ position: Double) {
    let bench = running()
    bench.ask(.disarm)
    bench.run(10)
    bench.input.openSwitches = upper
    bench.run(5)
    bench.samples[0].position = position
    bench.run(20)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(110)
    #expect(bench.state == .active)
    #expect(bench.ask(.jog, joint: 0, displacement: 0.01, speed: 1)?.refusal == .outsideLimits)
    #expect(bench.ask(.jog, joint: 0, displacement: -0.1, speed: 1)?.refusal == Refusal.none)
  }

  /// The bounds of the joint stay bounds.
  @Test func neverWidensABound() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1.5, speed: 3)
    for _ in 0..<2000 where bench.joint(0).referencePosition < 1.45 { bench.step() }
    bench.input.openSwitches = upper
    bench.run(100)
    #expect(bench.joint(0).referencePosition <= 1.5)
    #expect(bench.state == .holding)
  }
  /// Let go beyond its lower end, while the switch at the upper one is open: the upper bound follows the joint,
  /// and not past the lower one.
  @Test func aBoundDoesNotFollowTheJointPastTheOther() {
    let bench = Bench(
      [.small(onLoss: .damp), .small()],
      switches: [LimitSwitch(joint: 0, side: .upper, release: .milliseconds(20))])
    bench.activate(at: -1.499, 0)
    bench.input.openSwitches = upper
    bench.run(1)
    bench.ask(.arm)
    bench.run(110)
    #expect(bench.state == .active)
    bench.send(.at(-1.499))
    bench.samples[0].position = -1.51
    for _ in 0..<100 {
      bench.step()
      #expect(bench.joint(0).referencePosition >= -1.5)
    }
    #expect(bench.joint(0).referencePosition == -1.5)
  }
  /// Nobody holds the joint, and a hand moves it further towards the open switch: armed again it stays there.
  @Test func whoIsLetGoTakesTheEndAlong() {
    let bench = Bench(
      [.small(onLoss: .coast), .small()],
      switches: [LimitSwitch(joint: 0, side: .upper, release: .milliseconds(20))])
    bench.activate(at: 0, 0)
    bench.input.openSwitches = upper
    bench.run(1)
    bench.ask(.arm)
    bench.run(110)
    bench.send(.at(0))
    bench.run(10)
    bench.samples[0].position = 0.01
    bench.run(50)
    #expect(bench.joint(0).referencePosition == 0.01)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(200)
    #expect(bench.state == .active)
    #expect(bench.joint(0).referencePosition == 0.01)
  }

  /// With a limit of jerk, a joint on its way back from the switch may still go on towards it for a while. When
  /// the switch opens there, its bound is no nearer than that: no step of the reference.
  @Test func aJointThatTurnsAtItKeepsItsLimits() {
    // 2000 rad/s^3 in cycles of 2 ms, and rounding.
    let most: Double = 2_000 * 8e-9 + 1e-13
    for opens in 150..<250 {
      let bench = Bench(
        [.small { $0.bounds.jerk = 2_000 }, .small()],
        switches: [LimitSwitch(joint: 0, side: .lower, release: .milliseconds(20))])
      bench.follows = true
      bench.activate(at: 0, 0)
      var places = [0.0, 0, 0]
      for cycle in 0..<400 {
        bench.send(.at(cycle < 120 ? -1 : 1))
        if cycle == opens { bench.input.openSwitches = 1 }
        bench.step()
        places = places.suffix(3) + [bench.joint(0).referencePosition]
        let change: Double = places[3] - places[0] - 3 * (places[2] - places[1])
        #expect(abs(change) <= most, "opened at \(opens), \(cycle)")
      }
      #expect(bench.state == .holding)
    }
  }
}
