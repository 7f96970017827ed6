import RobotControl
import RobotCore
import RobotUnits
import Testing

/// Every fault is reachable, latches once with its evidence, and stops as its code says.
@Suite struct FaultTests {
  private func running(_ change: (inout JointConfiguration) -> Void = { _ in }) -> Bench {
    let bench = Bench([.small(change: change), .small(change: change)])
    bench.follows = true
    bench.activate(at: 0, 0)
    return bench
  }

  /// Steps until a fault is latched, at most 200 cycles.
  private func untilLatched(_ bench: Bench, _ prepare: () -> Void = {}) -> FaultRecord? {
    for _ in 0..<200 {
      prepare()
      if let record = bench.step().latched { return record }
    }
    return nil
  }

  private func expectOff(_ bench: Bench) {
    #expect(bench.state == .faulted)
    for joint in 0..<2 {
      #expect(bench.cycle.duties[joint] == 0)
      #expect(bench.joint(joint).appliedEffort == 0)
      #expect(bench.joint(joint).desiredEffort == 0)
      #expect(bench.joint(joint).duty == 0)
    }
  }

  @Test func emergencyStopSwitchesOffInTheSameCycle() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1, speed: 2)
    bench.run(50)
    #expect(bench.cycle.duties[0] != 0)
    bench.input.emergencyStop = true
    let index = bench.index
    let verdict = bench.step()
    #expect(verdict.latched?.code == .emergencyStop)
    #expect(verdict.latched?.cycle.index == index)
    #expect(!verdict.outputsEnabled)
    expectOff(bench)
    // Latched once, kept until cleared.
    #expect(bench.step().latched == nil)
    #expect(bench.cycle.fault?.code == .emergencyStop)
  }

  @Test func safetyLineAndActuatorSwitchOff() {
    let first = running()
    first.input.safetyLineLost = true
    #expect(first.step().latched?.code == .safetyLineLost)
    expectOff(first)
    let second = running()
    second.input.actuatorLost = JointSet(1)
    let record = second.step().latched
    #expect(record?.code == .actuatorLost)
    #expect(record?.joint == 1)
    expectOff(second)
  }

  @Test(arguments: [
    JointMeasurement(position: 0, quality: .missing),
    JointMeasurement(position: 0, quality: .invalid),
    JointMeasurement(position: .nan, quality: .fresh),
    JointMeasurement(position: -.infinity, quality: .fresh),
  ])
  func anEncoderMayBeSilentForThreeCycles(sample: JointMeasurement) {
    let bench = running()
    bench.follows = false
    let good = bench.samples[1]
    for _ in 0..<5 {
      bench.samples[1] = sample
      bench.run(3)
      bench.samples[1] = good
      bench.step()
    }
    #expect(bench.cycle.fault == nil)
    bench.samples[1] = sample
    bench.run(3)
    let record = bench.step().latched
    #expect(record?.code == .encoderLost)
    #expect(record?.joint == 1)
    #expect(record?.value == 4)
    #expect(record?.limit == 3)
    expectOff(bench)
  }

  /// Half a radian in 2 ms is no movement of a joint that does 3 rad/s.
  @Test func anEncoderThatJumpsIsNotBelieved() {
    let bench = running()
    bench.follows = false
    bench.samples[0].position = 0.5
    bench.run(3)
    #expect(bench.joint(0).measuredPosition == 0)
    #expect(bench.joint(0).age == 3)
    let record = bench.step().latched
    #expect(record?.code == .encoderJump)
    #expect(record?.joint == 0)
    expectOff(bench)
  }

  /// 3 rad/s * 2 ms * 1.5 + 0.05 = 0.059 rad in one cycle.
  @Test func aStepWithinReachIsBelieved() {
    for (step, isBelieved) in [(0.058, true), (0.06, false)] {
      let bench = running()
      bench.follows = false
      bench.samples[0].position = step
      bench.step()
      #expect((bench.joint(0).measuredPosition == step) == isBelieved)
    }
  }

  @Test(arguments: [1.0, -1.0]) func leavingThePositionLimitsSwitchesOff(sign: Double) {
    let bench = running()
    bench.ask(.jog, joint: 1, displacement: sign * 1.45, speed: 3)
    bench.run(600)
    bench.follows = false
    var furthest = 0.0
    let record = untilLatched(bench) {
      furthest = bench.joint(1).measuredPosition
      bench.samples[1].position += sign * 0.002
    }
    #expect(record?.code == .positionLimit)
    #expect(record?.joint == 1)
    #expect(record?.limit == sign * 1.5)
    #expect(abs(furthest) <= 1.6 && abs(record?.value ?? 0) > 1.6)
    expectOff(bench)
  }

  /// Before the fault, beyond half the margin, no effort leads further out.
  @Test func beyondItsLimitNoEffortLeadsOutwards() {
    let bench = running { $0.gains.kp = 0 }
    bench.ask(.jog, joint: 0, displacement: 1.45, speed: 3)
    bench.run(600)
    bench.follows = false
    for _ in 0..<60 {
      bench.samples[0].position += 0.002
      bench.send(
        JointTarget(position: .nan, velocity: .nan, kp: 0, kd: 0, feedForward: 1))
      bench.step()
      let joint = bench.joint(0)
      #expect(joint.limits.contains(.endStop) == (joint.measuredPosition > 1.55))
      #expect(joint.appliedEffort == (joint.measuredPosition > 1.55 ? 0 : 1))
    }
    #expect(bench.joint(0).measuredPosition > 1.56)
  }

  /// 4 rad/s where 3 * 1.2 are tolerable.
  @Test func excessSpeedSwitchesOff() {
    let bench = running()
    bench.follows = false
    let record = untilLatched(bench) { bench.samples[0].position += 0.008 }
    #expect(record?.code == .overSpeed)
    #expect(abs((record?.limit ?? 0) - 3.6) < 1e-12)
    #expect((record?.value ?? 0) > 3.6)
    expectOff(bench)
  }

  /// 3.3 rad/s are tolerable.
  @Test func aLittleExcessSpeedIsNoFault() {
    let bench = running()
    bench.follows = false
    for _ in 0..<70 {
      bench.samples[0].position += 0.0066
      bench.step()
    }
    #expect(bench.cycle.fault == nil)
  }

  /// A joint that is stuck: 0.5 rad behind for 50 ms. SS1: the reference brakes, then all is off.
  @Test func aJointThatDoesNotFollowBrakesThenSwitchesOff() {
    let bench = running()
    bench.follows = false
    bench.ask(.jog, joint: 1, displacement: 1.4, speed: 3)
    let record = untilLatched(bench)
    #expect(record?.code == .followingError)
    #expect(record?.joint == 1)
    #expect(record?.limit == 0.5)
    #expect((record?.value ?? 0) > 0.5)
    #expect(bench.state == .stopping)
    bench.run(80)
    expectOff(bench)
  }

  /// 51 cycles of 2 ms were lost at once.
  @Test func aStalledLoopBrakesWithinTheLimitsThenSwitchesOff() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 3)
    bench.run(200)
    bench.input.skippedCycles = 51
    var speed = bench.joint(0).referenceVelocity
    #expect(abs(speed - 3) < 1e-9)
    let verdict = bench.step()
    #expect(verdict.latched?.code == .loopStalled)
    #expect(abs((verdict.latched?.value ?? 0) - 0.102) < 1e-12)
    #expect(verdict.latched?.limit == 0.1)
    var cycles = 0
    while bench.state == .stopping && cycles < 1_000 {
      // 20 rad/s^2 take 0.04 rad/s in each cycle.
      #expect(abs(speed - bench.joint(0).referenceVelocity - 0.04) < 1e-9)
      speed = bench.joint(0).referenceVelocity
      #expect(bench.step().outputsEnabled == (bench.state == .stopping))
      cycles += 1
    }
    // 3 rad/s in 75 steps.
    #expect(cycles == 74)
    expectOff(bench)
    #expect(bench.cycle.fault?.code == .loopStalled)
  }

  @Test func aTolerableDelayIsNoFault() {
    let bench = running()
    bench.input.skippedCycles = 50
    bench.step()
    #expect(bench.cycle.fault == nil)
  }

  @Test func anEffortThatIsNoNumberSwitchesOffInTheSameCycle() {
    for target in [
      JointTarget(position: 0, velocity: 0, kp: 1, kd: 1, feedForward: .infinity),
      JointTarget(position: 0, velocity: 0, kp: .infinity, kd: 1, feedForward: 0),
    ] {
      let bench = running()
      bench.send(target)
      let verdict = bench.step()
      #expect(verdict.latched?.code == .nonFiniteEffort)
      #expect(!verdict.outputsEnabled)
      expectOff(bench)
    }
  }

  @Test func theFirstFaultIsKept() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1, speed: 3)
    bench.run(100)
    bench.input.skippedCycles = 60
    bench.step()
    #expect(bench.state == .stopping)
    bench.input.emergencyStop = true
    let verdict = bench.step()
    #expect(verdict.latched == nil)
    #expect(bench.cycle.fault?.code == .loopStalled)
    expectOff(bench)
  }

  /// A stall brakes, but an encoder that is lost in the same cycle switches off: that is the evidence.
  @Test func ofOneCycleTheWorstFaultIsKept() {
    let bench = running()
    bench.follows = false
    // Joint 0 falls behind (brakes) ...
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 3)
    var cycles = 0
    while abs(bench.joint(0).referencePosition) < 0.5 && cycles < 1_000 {
      bench.step()
      cycles += 1
    }
    bench.run(21)
    // ... and 4 cycles later, in the same cycle, joint 1 is lost (switches off).
    bench.samples[1].quality = .missing
    bench.run(3)
    #expect(bench.cycle.fault == nil)
    let record = bench.step().latched
    #expect(record?.code == .encoderLost)
    #expect(bench.cycle.fault?.code == .encoderLost)
    expectOff(bench)
  }

  @Test func aFaultWhileStoppingOverrulesTheStop() {
    for kind in [Request.Kind.stop, .disarm] {
      let bench = running()
      bench.ask(.jog, joint: 0, displacement: 1, speed: 3)
      bench.run(100)
      bench.ask(kind)
      #expect(bench.state == .stopping)
      bench.input.skippedCycles = 60
      #expect(bench.step().latched?.code == .loopStalled)
      #expect(bench.ask(.stop)?.refusal == Refusal.none)
      #expect(bench.ask(.disarm)?.refusal == Refusal.none)
      bench.run(100)
      expectOff(bench)
    }
  }

  /// Whatever else a lost simulator does to the readings, it is what is told; what is lost is not cleared, and not
  /// armed.
  @Test func aLostSimulatorIsTold() throws {
    let bench = running()
    bench.input.simulatorTrouble = 3
    bench.input.safetyLineLost = true
    let record = try #require(bench.step().latched)
    #expect(record.code == .simulatorLost && record.value == 3 && record.joint == -1)
    expectOff(bench)
    bench.input.safetyLineLost = false
    #expect(bench.ask(.clear)?.refusal == .causePersists)
    bench.input.simulatorTrouble = 0
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    bench.input.simulatorTrouble = 1
    #expect(bench.ask(.arm)?.refusal == .causePersists)
    bench.input.simulatorTrouble = 0
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  /// The numbers are in logs.
  @Test func numbersItsFaults() {
    #expect(
      FaultCode.allCases.map(\.rawValue) == [
        101, 102, 103, 104, 105, 201, 202, 203, 204, 205, 207, 301, 302, 401, 402, 403, 404, 405,
        407,
        408, 409, 410, 411, 501, 502, 503, 601, 602, 603, 604,
        606,
      ])
    #expect(StopCode.allCases.map(\.rawValue) == [106, 206, 303, 406, 605, 701])
    #expect(StopCode.allCases.allSatisfy { FaultCode(rawValue: $0.rawValue) == nil })
  }
}
