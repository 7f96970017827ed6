import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// Joints with PID loops of their own, beside one with the joint law: what goes into the loops, and what
/// becomes of them in every state of the robot. The laws themselves are tested in RobotControlTests.
@Suite struct LoopLawTests {
  typealias Change = (inout PID.Configuration) -> Void

  static func pid(
    kp: Double = 20, ki: Double = 0, kd: Double = 0.8, _ change: Change = { _ in }
  ) -> LoopLaw {
    .pid(loop(kp, ki, kd, change))
  }

  /// kp1 = 25 1/s with the reference's velocity, kp2 = 0.8 N.m.s/rad: 20 N.m/rad and 0.8 N.m.s/rad.
  static func cascade(ki: Double = 0, onLoss: LossReaction = .hold) -> LoopLaw {
    .cascade(
      position: loop(25, 0, 0) {
        ($0.lower, $0.upper) = (-3, 3)
        $0.feedForward.ff1 = 1
      }, velocity: loop(0.8, ki, 0))
  }

  private static func loop(
    _ kp: Double, _ ki: Double, _ kd: Double, _ change: Change = { _ in }
  ) -> PIDLoop {
    var made = PID.Configuration(
      schedule: GainSchedule(PID.Gains(kp: kp, ki: ki, kd: kd)), lower: -1e100, upper: 1e100)
    made.derivativeWeight = 1
    made.filterTime = 0.004
    made.integralLimit = 2
    change(&made)
    return PIDLoop(made)
  }

  /// The joint under test is the second of its pair.
  static func bench(_ loops: LoopLaw, onLoss: LossReaction = .hold) -> Bench {
    Bench([.small(), .small(onLoss: onLoss) { $0.loops = loops }])
  }

  /// Active, the reference at 0 and the joint held `distance` below it at rest.
  static func held(
    _ loops: LoopLaw, distance: Double = 0.05, onLoss: LossReaction = .hold, cycles: Int = 300
  ) -> Bench {
    let bench = bench(loops, onLoss: onLoss)
    bench.activate(at: 0, 0)
    for _ in 0..<50 {
      bench.samples[1].position -= distance / 50
      bench.step()
    }
    bench.run(cycles)
    return bench
  }

  private static func gains(_ kp: Double, _ kd: Double) -> JointTarget {
    JointTarget(position: 0, velocity: 0, kp: kp, kd: kd, feedForward: .nan)
  }

  // MARK: Equations

  /// 20 N.m/rad over 0.05 rad for both laws, the joint at rest; in motion at 0.5 rad/s less 0.8 N.m.s/rad.
  @Test(arguments: [pid(), cascade()])
  func isASpringAndADamper(_ loops: LoopLaw) {
    let bench = Self.held(loops)
    #expect(abs(bench.joint(1).desiredEffort - 1) < 1e-9)
    for _ in 0..<100 {
      bench.samples[1].position += 0.001
      bench.step()
    }
    let expected = -20 * bench.samples[1].position - 0.8 * 0.5
    #expect(abs(bench.joint(1).desiredEffort - expected) < 1e-6)
    // The other joint, with the joint law, is where its reference is.
    #expect(bench.joint(0).desiredEffort == 0)
  }

  /// b = 0.5: half of the reference of 0.4 rad does not count. FF0 1 N.m/rad. The friction that the joint feeds
  /// forward, and its armature, are 0 at rest.
  @Test func weighsTheSetpoint() {
    let bench = Self.bench(
      Self.pid(kp: 5) {
        $0.proportionalWeight = 0.5
        $0.feedForward.ff0 = 1
      })
    bench.activate(at: 0, 0.4)
    #expect(abs(bench.joint(1).desiredEffort - (5 * (0.5 * 0.4 - 0.4) + 0.4)) < 1e-9)
  }

  /// At constant acceleration and in the cycle in which it begins: FF1 v + FF2 a + FF3 j, the joint on its
  /// reference, and 0.05 kg.m^2 a + 0.05 N.m of friction as with the joint law.
  @Test func feedsTheReferenceForward() {
    let bench = Self.bench(
      Self.pid(kp: 0, kd: 0) {
        $0.feedForward = PID.FeedForward(ff0: 0, ff1: 0.3, ff2: 0.02, ff3: 0.000_1)
      })
    bench.activate(at: 0, 0)
    bench.ask(.jog, joint: 1, displacement: 0.5, speed: 1)
    for cycle in 0..<20 {
      let now = bench.joint(1)
      let friction = 0.05 * now.referenceVelocity / (now.referenceVelocity + 0.02)
      // From rest to 20 rad/s^2 in the first cycle.
      let jerk = cycle == 0 ? 20 / 0.002 : 0.0
      let expected =
        0.3 * now.referenceVelocity + 0.02 * 20 + 0.000_1 * jerk + 0.05 * 20 + friction
      #expect(abs(now.desiredEffort - expected) < 1e-9, "cycle \(cycle)")
      bench.samples[1].position = now.referencePosition
      bench.step()
    }
  }

  /// kp from 10 at -0.5 rad to 30 at 0.5 rad; or by speed, at rest 10.
  @Test(arguments: [(PIDLoop.Variable.position, 21.0), (.speed, 10)])
  func schedulesItsGains(_ variable: PIDLoop.Variable, _ kp: Double) throws {
    let low = PID.Gains(kp: 10, ki: 0, kd: 0)
    let high = PID.Gains(kp: 30, ki: 0, kd: 0)
    let start = variable == .position ? -0.5 : 0
    let schedule = try GainSchedule([.init(at: start, low), .init(at: 0.5, high)])
    let configuration = PID.Configuration(schedule: schedule, lower: -9, upper: 9)
    let bench = Self.held(
      .pid(PIDLoop(configuration, over: variable)), distance: -0.05, cycles: 3_000)
    #expect(abs(bench.joint(1).desiredEffort + kp * 0.05) < 1e-9)
  }

  /// What had been integrated before fades, and 10 N.m/rad over 0.05 rad are left.
  @Test(arguments: [pid(ki: 100), cascade(ki: 20)])
  func aStreamedStiffnessIsAPureSpring(_ loops: LoopLaw) {
    let bench = Self.held(loops)
    #expect(bench.joint(1).desiredEffort > 1.2, "nothing to fade")
    for _ in 0..<3_000 {
      bench.send(Self.gains(10, 0.5))
      bench.step()
    }
    #expect(abs(bench.joint(1).desiredEffort - 0.5) < 1e-9)
  }

  // MARK: Arming and letting go

  /// The ramp is no limit that an integral would follow: at its end gravity is held, and nothing else.
  @Test func armsFromNoEffortAndHoldsGravity() {
    for kind in [PID.AntiWindup.conditional, .clamp, .backCalculation(trackingTime: 0.05)] {
      let bench = loadedJoint(loops: Self.pid(ki: 50) { $0.antiWindup = kind })
      bench.run(10)
      bench.ask(.arm)
      for cycle in 1...150 {
        let ramp = min(Double(cycle) / 100, 1)
        #expect(abs(bench.joint(0).desiredEffort + 1.962 * ramp) < 0.02, "\(kind), \(cycle)")
        bench.step()
      }
      #expect(abs(bench.joint(0).desiredEffort + 1.9613) < 1e-3)
    }
  }

  /// A robot that was disarmed and armed again does what a new one does.
  @Test(arguments: [pid(ki: 100), cascade(ki: 20)])
  func disarmingForgets(_ loops: LoopLaw) {
    let used = Self.held(loops)
    #expect(abs(used.joint(1).desiredEffort) > 1.2, "nothing to forget")
    used.ask(.disarm)
    used.run(20)
    #expect(used.joint(1).desiredEffort == 0)
    let position = used.samples[1].position
    let fresh = Self.bench(loops)
    fresh.samples[1].position = position
    fresh.run(20)
    used.ask(.arm)
    fresh.ask(.arm)
    for _ in 0..<200 {
      // The velocity filter of the used one still knows 1e-16 rad/s.
      #expect(abs(used.joint(1).desiredEffort - fresh.joint(1).desiredEffort) < 1e-12)
      for bench in [used, fresh] {
        bench.samples[1].position += 0.000_1
        bench.step()
      }
    }
    #expect(abs(used.joint(1).desiredEffort) > 0.1)
  }

  /// Without its stream: 0.8 N.m.s/rad at 0.5 rad/s, or nothing.
  @Test(arguments: [
    (pid(ki: 100), LossReaction.damp, -0.4), (pid(ki: 100), .coast, 0),
    (cascade(ki: 20), .damp, -0.4), (cascade(ki: 20), .coast, 0),
  ])
  func isLetGo(_ loops: LoopLaw, _ reaction: LossReaction, _ effort: Double) {
    let bench = Self.held(loops, onLoss: reaction)
    bench.send(.at(0), valid: 3)
    for _ in 0..<100 {
      bench.samples[1].position += 0.001
      bench.step()
    }
    #expect(bench.joint(1).limits.contains(.commandLost))
    #expect(abs(bench.joint(1).desiredEffort - effort) < 1e-6)
    // Armed again it begins anew.
    bench.run(100)
    bench.ask(.arm)
    bench.run(1)
    #expect(abs(bench.joint(1).desiredEffort) < 1e-2)
  }

  /// Infinite feed-forward, or gains that overflow: the outputs go off, and the fault names the joint.
  @Test(arguments: [pid(), cascade()])
  func anEffortThatIsNoNumberLatches(_ loops: LoopLaw) {
    for kind in 0..<2 {
      let bench = Self.held(loops)
      var target = JointTarget.at(0)
      if kind == 0 { target.feedForward = .infinity } else { target.kp = .infinity }
      bench.send(.at(0))
      bench.cycle.targets[1] = target
      bench.run(2)
      #expect(bench.cycle.fault?.code == .nonFiniteEffort)
      #expect(bench.cycle.fault?.joint == 1)
      #expect(!bench.state.isPowered())
      #expect(bench.joint(1).desiredEffort == 0 && bench.cycle.duties[1] == 0)
    }
  }

  // MARK: Limits

  /// 0.2 rad below for a second, which 2.5 N.m do not answer; then above. What an integral of 20 N.m/(rad.s)
  /// took up meanwhile would push the wrong way.
  @Test(arguments: [pid(ki: 20), cascade(ki: 4)])
  func effortLimitStopsTheIntegral(_ loops: LoopLaw) {
    let bench = Self.held(loops, distance: 0.2, cycles: 500)
    #expect(bench.joint(1).appliedEffort == 2.5)
    #expect(bench.joint(1).limits.contains(.effort))
    for _ in 0..<250 {
      bench.samples[1].position += 0.001
      bench.step()
    }
    bench.run(2)
    #expect(bench.joint(1).desiredEffort < 0, "\(bench.joint(1).desiredEffort)")
  }

  @Test func withoutAntiWindupItGoesOn() {
    let bench = Self.held(
      Self.pid(ki: 20) { $0.antiWindup = .clamp }, distance: 0.2, cycles: 500)
    for _ in 0..<250 {
      bench.samples[1].position += 0.001
      bench.step()
    }
    bench.run(2)
    #expect(bench.joint(1).desiredEffort > 0.3)
  }

  /// 10 N.m/s are 0.02 N.m a cycle, also on the ramp of arming and where the effort limit lets go.
  @Test func effortRateHoldsWhateverComes() {
    for seed in UInt64(1)...20 {
      var random = SeededRandom(seed: seed)
      let bench = Self.bench(
        Self.pid(ki: random.number(0...200)) {
          $0.outputRate = 10
          $0.antiWindup = .backCalculation(trackingTime: 0.05)
        })
      bench.run(10)
      bench.ask(.arm)
      var last = bench.joint(1).appliedEffort
      #expect(abs(last) <= 0.02)
      for cycle in 0..<500 {
        bench.samples[1].position += random.number(-0.004...0.004)
        bench.send(Self.gains(random.number(0...80), random.number(0...1)))
        bench.step()
        let effort = bench.joint(1).appliedEffort
        if !(abs(effort - last) <= 0.02 + 1e-12) {
          Issue.record("seed \(seed), cycle \(cycle): \(effort - last)")
          return
        }
        last = effort
      }
    }
  }

  /// As `AdversaryTests`, and every effort is a number.
  @Test func guaranteesHold() {
    let loops: [LoopLaw?] = [
      Self.pid(ki: 100) { $0.antiWindup = .backCalculation(trackingTime: 0.1) }, nil,
      Self.cascade(ki: 20), Self.pid { $0.proportionalWeight = 0.3 },
      Self.cascade(), Self.pid(ki: 10) { $0.deadband = 0.01 },
    ]
    var run = Adversary(seed: 815) { $1.loops = loops[$0] }
    for _ in 0..<100_000 {
      run.step()
      for joint in 0..<6 where !run.bench.joint(joint).desiredEffort.isFinite {
        run.failure = "joint \(joint): \(run.bench.joint(joint).desiredEffort)"
      }
      if let failure = run.failure {
        Issue.record("seed 815, cycle \(run.bench.index): \(failure)")
        return
      }
    }
    #expect(run.states.count == LifecycleState.allCases.count)
    #expect(run.faults.contains(FaultCode.nonFiniteEffort.rawValue))
  }

  // MARK: Bumpless changes

  /// Two robots that are alike until one gets other gains, gets its own back, or loses its stream: in that
  /// cycle and in the next the efforts differ by nothing but one sample of the integral.
  @Test func everyChangeOfGainsIsBumpless() {
    for seed in UInt64(1)...40 {
      for isCascade in [false, true] {
        guard let failure = Self.bump(seed, isCascade) else { continue }
        Issue.record("seed \(seed), cascade \(isCascade): \(failure)")
        return
      }
    }
  }

  private static func bump(_ seed: UInt64, _ isCascade: Bool) -> String? {
    var random = SeededRandom(seed: seed)
    let other = gains(random.number(0.1...30), random.number(0.05...1))
    let kinds = [(JointTarget.at(0), other), (other, .at(0)), (other, gains(3, 0.3))]
    let (before, after) = kinds.randomElement(using: &random) ?? kinds[0]
    let (hadIntegral, hasIntegral) = (before.kp.isNaN, after.kp.isNaN)
    let ki = Bool.random(using: &random) ? 0 : random.number(0...(isCascade ? 0.3 : 20))
    let kp = isCascade ? random.number(1...25) : random.number(0...20)
    let transfer = random.number(0.01...(isCascade ? 0.03 : 0.4))
    let loops =
      isCascade
      ? LoopLaw.cascade(
        position: loop(kp, 0, random.number(0...0.02)) {
          ($0.lower, $0.upper) = (-9, 9)
          $0.transferTime = transfer
        }, velocity: loop(random.number(0.1...0.8), ki, 0) { $0.transferTime = transfer })
      : pid(kp: kp, ki: ki, kd: random.number(0...1)) {
        $0.proportionalWeight = random.number(0...1)
        $0.transferTime = transfer
      }
    // Efforts below their limit, so that no bump hides there.
    let distance = random.number(0.01...0.04)
    let changed = held(loops, distance: distance, cycles: 150)
    let twin = held(loops, distance: distance, cycles: 150)
    for bench in [changed, twin] {
      // The velocity reference of a cascade moves as long as gains fade in its position loop.
      for _ in 0..<(isCascade && !hadIntegral ? 900 : Int(seed % 40) + 2) {
        bench.send(before, valid: 1)
        bench.step()
      }
    }
    // The file's gains come back by a stream without any, or when the stream ends.
    let isLost = hasIntegral && Bool.random(using: &random)
    let rate = hadIntegral ? kp : before.kp / before.kd
    let error = isCascade ? min(rate * distance, 9) : distance
    let sample = ki * 0.002 * error * ((hasIntegral ? 1 : 0) - (hadIntegral ? 1 : 0))
    for (cycle, expected) in [0, sample].enumerated() {
      if !isLost { changed.send(after, valid: 1) }
      twin.send(before, valid: 1)
      changed.step()
      twin.step()
      let difference = changed.joint(1).desiredEffort - twin.joint(1).desiredEffort
      if !(abs(difference - expected) <= 1e-12) {
        return "\(before) to \(after), lost \(isLost), cycle \(cycle): \(difference - expected)"
      }
    }
    return nil
  }
}
