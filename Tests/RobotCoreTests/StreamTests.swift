import RobotControl
import RobotCore
import RobotUnits
import Testing

@Suite struct StreamTests {
  private func running(_ reactions: LossReaction...) -> Bench {
    let bench = Bench(reactions.map { .small(onLoss: $0) })
    bench.follows = true
    bench.activate()
    return bench
  }

  /// Streams a ramp of 1 rad/s that ends at 0.5 rad, for `cycles`.
  private func stream(_ bench: Bench, cycles: Int) {
    for cycle in 0..<cycles {
      let ramp = min(Double(cycle) * Bench.period, 0.5)
      bench.send(.at(ramp, velocity: ramp < 0.5 ? 1 : 0))
      bench.step()
    }
  }

  @Test func isFollowedInsideTheLimits() {
    let bench = running(.hold)
    stream(bench, cycles: 400)
    #expect(bench.cycle.source == .stream)
    #expect(abs(bench.joint(0).referencePosition - 0.5) < 1e-9)
    bench.send(.at(9), valid: 2_000)
    bench.run(1_000)
    #expect(bench.joint(0).referencePosition <= 1.5)
    #expect(bench.joint(0).referencePosition > 1.499)
    #expect(bench.joint(0).limits.contains(.position))
  }

  @Test func anExpiredFrameDoesNotBegin() {
    let bench = running(.hold)
    bench.send(.at(0.5), valid: 0)
    bench.run(20)
    #expect(bench.cycle.source == .rest)
    #expect(bench.joint(0).referencePosition == 0)
  }

  /// Valid for 5 cycles: the fifth cycle after the last frame is the first without.
  @Test func isLostWhenItsTimeIsOver() {
    let bench = running(.hold)
    stream(bench, cycles: 100)
    bench.run(4)
    #expect(bench.state == .active)
    let index = bench.index
    let stopped = bench.step().stopped
    #expect(stopped?.code == .commandTimeout && stopped?.cycle.index == index)
    #expect(bench.state == .stopping)
    #expect(bench.step().stopped == nil)
    #expect(bench.cycle.fault == nil)
    bench.run(40)
    #expect(bench.state == .holding)
  }

  @Test func aJointThatHoldsBrakesAndHolds() {
    let bench = running(.hold)
    stream(bench, cycles: 100)
    bench.run(100)
    let held = bench.joint(0).referencePosition
    bench.run(50)
    #expect(bench.joint(0).referencePosition == held)
    bench.follows = false
    bench.samples[0].position = held - 0.03
    bench.run(100)
    // kp 20 N.m/rad over 0.03 rad, and the integral on top.
    #expect(bench.joint(0).appliedEffort > 0.6)
  }

  /// Torque mode, carried 0.8 rad by hand: no following error, and a stop holds it where it is.
  @Test func aJointWithoutStiffnessIsCarriedAlong() {
    let bench = running(.hold)
    bench.follows = false
    for _ in 0..<200 {
      bench.send(JointTarget(position: 0, velocity: .nan, kp: 0, kd: 0, feedForward: 0))
      bench.samples[0].position += 0.004
      bench.step()
    }
    #expect(bench.state == .active)
    #expect(bench.cycle.fault == nil)
    #expect(abs(bench.joint(0).referencePosition - 0.8) < 1e-9)
    #expect(bench.joint(0).appliedEffort == 0)
  }

  /// Only `-kd dq`: nothing at rest, whatever the position and whatever was integrated before.
  @Test func aJointThatDampsOnlyDamps() {
    let bench = running(.damp)
    bench.follows = false
    bench.send(.at(0.02), valid: 100)
    bench.run(200)
    #expect(bench.state == .holding)
    bench.run(100)
    #expect(bench.joint(0).desiredEffort == 0)
    bench.samples[0].position = -0.02
    bench.run(200)
    #expect(abs(bench.joint(0).desiredEffort) < 1e-9)
    for _ in 0..<200 {
      bench.samples[0].position -= 0.002
      bench.step()
    }
    // 0.8 N.m.s/rad against -1 rad/s.
    #expect(abs(bench.joint(0).desiredEffort - 0.8) < 1e-6)
  }

  @Test func aJointThatCoastsHasNoEffort() {
    let bench = running(.coast)
    stream(bench, cycles: 100)
    bench.run(5)
    bench.follows = false
    for _ in 0..<100 {
      bench.samples[0].position -= 0.002
      bench.step()
      #expect(bench.joint(0).desiredEffort == 0)
      #expect(bench.joint(0).appliedEffort == 0)
    }
    #expect(bench.state == .holding)
  }

  /// Each joint has its own way.
  @Test func theReactionIsThatOfTheJoint() {
    let bench = running(.hold, .coast)
    stream(bench, cycles: 100)
    bench.run(50)
    bench.follows = false
    for joint in 0..<2 { bench.samples[joint].position -= 0.03 }
    bench.run(50)
    #expect(bench.joint(0).desiredEffort > 0.5)
    #expect(bench.joint(1).desiredEffort == 0)
  }

  /// A joint that nobody holds takes its reference along: sagging is no following error.
  @Test(arguments: [LossReaction.damp, .coast]) func saggingIsNoFault(reaction: LossReaction) {
    let bench = running(reaction)
    stream(bench, cycles: 400)
    bench.run(50)
    bench.follows = false
    for _ in 0..<500 {
      bench.samples[0].position -= 0.002
      bench.step()
    }
    #expect(bench.cycle.fault == nil)
    #expect(bench.joint(0).referencePosition == bench.joint(0).measuredPosition)
  }

  /// Armed again, it begins where it sagged to, with a ramp; a later stop holds it.
  @Test(arguments: [LossReaction.damp, .coast])
  func armingAgainBeginsWhereTheJointSaggedTo(reaction: LossReaction) {
    let bench = loadedJoint(onLoss: reaction)
    bench.follows = true
    bench.activate(at: 0)
    stream(bench, cycles: 200)
    bench.run(50)
    bench.follows = false
    for _ in 0..<100 {
      bench.samples[0].position -= 0.002
      bench.step()
    }
    bench.run(100)
    let sagged = bench.samples[0].position
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.state == .arming)
    #expect(bench.joint(0).referencePosition == sagged)
    #expect(abs(bench.joint(0).appliedEffort) < 0.02)
    var last = bench.joint(0).appliedEffort
    for _ in 0..<120 {
      bench.step()
      #expect(abs(bench.joint(0).appliedEffort - last) < 0.02)
      last = bench.joint(0).appliedEffort
    }
    #expect(bench.state == .active)
    bench.ask(.stop)
    bench.run(10)
    #expect(bench.state == .holding)
    // Holds against gravity: -1.962 cos q.
    #expect(bench.joint(0).appliedEffort < -1.7)
  }

  @Test func doesNotResumeByItself() {
    let bench = running(.hold)
    stream(bench, cycles: 100)
    bench.run(50)
    let held = bench.joint(0).referencePosition
    for _ in 0..<200 {
      bench.send(.at(1))
      bench.step()
    }
    #expect(bench.state == .holding)
    #expect(bench.joint(0).referencePosition == held)
    // After the deliberate act it may.
    bench.ask(.arm)
    stream(bench, cycles: 10)
    #expect(bench.cycle.source == .stream)
  }

  @Test func aStopOverrulesARunningStream() {
    let bench = running(.hold)
    stream(bench, cycles: 100)
    bench.ask(.stop)
    for _ in 0..<200 {
      bench.send(.at(1))
      bench.step()
    }
    #expect(bench.state == .holding)
    #expect(bench.joint(0).referenceVelocity == 0)
  }

  @Test func takesNoMotionAndNoJogOver() {
    let bench = running(.hold)
    bench.ask(.jog, joint: 0, displacement: 0.2, speed: 1)
    bench.send(.at(-1), valid: 50)
    bench.run(49)
    #expect(bench.cycle.source == .jog)
    #expect(bench.joint(0).referencePosition > 0)
    bench.run(200)
    let motion = MotionStorage(times: [0, 1], positions: [0.2, 0.4])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.send(.at(-1), valid: 100)
    bench.run(99)
    #expect(bench.cycle.source == .motion)
    #expect(bench.joint(0).referencePosition > 0.2)
  }

  @Test func bringsItsOwnGainsAndEffort() {
    let bench = running(.hold)
    bench.follows = false
    // 50 * 0.01 + 0.3 = 0.8 N.m once the reference is there.
    for _ in 0..<200 {
      bench.send(
        JointTarget(position: 0.01, velocity: .nan, kp: 50, kd: 0, feedForward: 0.3))
      bench.step()
    }
    #expect(abs(bench.joint(0).desiredEffort - 0.8) < 1e-6)
  }

  /// A negative stiffness or damping would drive the joint away.
  @Test func negativeGainsCountAsNone() {
    let bench = running(.hold)
    bench.follows = false
    for _ in 0..<200 {
      bench.send(JointTarget(position: 0.01, velocity: 0, kp: -50, kd: -1, feedForward: 0))
      bench.samples[0].position -= 0.0001
      bench.step()
    }
    #expect(abs(bench.joint(0).desiredEffort) < 1e-6)
  }

  @Test func unspecifiedValuesAreTheRobots() {
    let bench = running(.hold)
    for _ in 0..<50 {
      bench.send(.unspecified())
      bench.step()
    }
    #expect(bench.cycle.source == .stream)
    #expect(bench.joint(0).referencePosition == 0)
    #expect(bench.cycle.fault == nil)
    // A velocity alone leads: 0.5 rad/s for 0.4 s, less the start.
    for _ in 0..<200 {
      bench.send(
        JointTarget(position: .nan, velocity: 0.5, kp: .nan, kd: .nan, feedForward: .nan))
      bench.step()
    }
    #expect(abs(bench.joint(0).referencePosition - 0.2) < 0.01)
    #expect(abs(bench.joint(0).referenceVelocity - 0.5) < 1e-9)
  }
}
