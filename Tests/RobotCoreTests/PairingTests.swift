import RobotControl
import RobotCore
import RobotUnits
import TestSupport
import Testing

/// Joints are computed two at a time; none may notice.
@Suite struct PairingTests {
  private func joint(_ place: Int) -> JointConfiguration {
    .small(onLoss: place == 1 ? .coast : .damp) { joint in
      joint.gains.kp = 10 + Double(place)
      joint.bounds.velocity = 1 + 0.5 * Double(place)
      joint.effortLimit = 0.5
      joint.actuatorDirection = place == 2 ? -1 : 1
    }
  }

  /// Three joints stand in other pairs when another one goes before them; an odd one has no partner.
  @Test func theOutputsDoNotDependOnThePartner() {
    let seed: UInt64 = 11
    var random = SeededRandom(seed: seed)
    let three = Bench((0..<3).map(joint))
    let four = Bench([.small()] + (0..<3).map(joint))
    for bench in [three, four] { bench.activate(at: 0, 0, 0) }
    four.ask(.jog, joint: 2, displacement: 0.2, speed: 1)
    three.ask(.jog, joint: 1, displacement: 0.2, speed: 1)
    for cycle in 0..<600 {
      for place in 0..<3 {
        let position = random.number(-0.000_5...0.000_5)
        let goal = random.number(-2...2)
        three.samples[place].position = position
        four.samples[place + 1].position = position
        three.cycle.targets[place] = .at(goal)
        four.cycle.targets[place + 1] = .at(goal)
      }
      if cycle >= 300 && cycle < 450 {
        for bench in [three, four] {
          bench.input.hasStream = true
          bench.input.streamValidUntil = bench.now + .milliseconds(5)
        }
      }
      three.step()
      four.step()
      for place in 0..<3 {
        let (one, other) = (three.joint(place), four.joint(place + 1))
        let isSame =
          one.desiredEffort == other.desiredEffort && one.duty == other.duty
          && one.referencePosition == other.referencePosition && one.limits == other.limits
          && one.measuredVelocity == other.measuredVelocity && one.age == other.age
        guard isSame else {
          Issue.record("seed \(seed), cycle \(cycle), joint \(place): \(one), \(other)")
          return
        }
      }
    }
    #expect(three.state == four.state)
  }

  /// What was noted of a joint stands although its partner then fails; of that one nothing is.
  @Test func theFirstOfAPairIsJudgedBeforeTheSecondFails() {
    let bench = Bench([.small(), .small()])
    bench.activate(at: 0, 0)
    bench.send(.at(0))
    bench.cycle.targets[0].feedForward = 100
    bench.cycle.targets[1].feedForward = .infinity
    let verdict = bench.step()
    #expect(verdict.latched?.code == .nonFiniteEffort)
    #expect(verdict.latched?.joint == 1)
    #expect(bench.joint(0).limits.contains(.effort))
    #expect(!bench.joint(1).limits.contains(.effort))
    #expect(bench.joint(0).appliedEffort == 0)
  }
}
