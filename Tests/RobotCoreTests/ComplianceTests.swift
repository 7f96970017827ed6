import RobotControl
import RobotCore
import RobotUnits
import Testing

/// Joints whose reference yields, and joints whose feedback is observed, in every state of the robot.
@Suite struct ComplianceTests {
  /// 5 N.m/rad and 1 N.m.s/rad, up to 0.3 rad at 1 rad/s.
  private static let admittance = JointAdmittance(
    Admittance.Configuration(
      mass: 0, damping: 1, stiffness: 5, offsetLimit: 0.3, rateLimit: 1),
    friction: ExternalEffort.Friction(coulomb: 0, viscous: 0, fullSpeed: 0.02))
  private static let passivity = JointPassivity(
    PassivityObserver.Configuration(
      dampingLimit: 1, energyLimit: 0.02, restVelocity: 0.1, backOffTime: 0.1, leastScale: 0.1),
    grain: 0.002, friction: 0)

  /// The joint under test is the second of its pair; without an integral.
  private static func bench(onLoss: LossReaction = .hold) -> Bench {
    let bench = Bench([
      .small(),
      .small(onLoss: onLoss) {
        $0.admittance = admittance
        $0.gains.ki = 0
      },
    ])
    bench.activate(at: 0, 0)
    return bench
  }

  /// Held d below its reference, the joint gives 20 d N.m against 5 N.m/rad of the offset: it yields from
  /// -0.06 rad as far as 20 (x + 0.06) = -5 x, x = -0.048 rad. Let go, it comes back.
  @Test func yieldsToWhoHoldsIt() {
    let bench = Self.bench()
    for _ in 0..<60 {
      bench.samples[1].position -= 0.001
      bench.step()
    }
    bench.run(1_500)
    #expect(abs(bench.joint(1).referencePosition + 0.048) < 1e-4)
    #expect(bench.joint(0).referencePosition == 0)
    bench.follows = true
    bench.run(3_000)
    #expect(abs(bench.joint(1).referencePosition) < 1e-4)
  }

  /// A rotor of 0.05 kg.m^2 takes 1 N.m for 20 rad/s^2, and the joint may give 0.4: what is missing is no
  /// push, so that its reference goes where that of a stiff joint goes.
  @Test func aCutEffortIsNoPush() {
    let benches = [Self.admittance, nil].map { admittance in
      let bench = Bench([
        .small(),
        .small {
          $0.admittance = admittance
          $0.gains.ki = 0
          $0.gains.kd = 0.1
          $0.frictionCompensation = 0
          $0.armature = 0.05
          $0.effortLimit = 0.4
        },
      ])
      bench.activate(at: 0, 0)
      bench.follows = true
      return bench
    }
    for bench in benches {
      #expect(bench.ask(.jog, joint: 1, displacement: 0.4, speed: 2)?.refusal == Refusal.none)
    }
    var cuts = 0
    for _ in 0..<600 {
      for bench in benches { bench.step() }
      let (yielding, stiff) = (benches[0].joint(1), benches[1].joint(1))
      if yielding.limits.contains(.effort) { cuts += 1 }
      #expect(abs(yielding.referencePosition - stiff.referencePosition) < 5e-3)
    }
    #expect(cuts > 10)
  }

  /// A jog is from where the reference would be without a push, and its end too.
  @Test func requestsDoNotKnowOfThePush() {
    let bench = Self.bench()
    for _ in 0..<60 {
      bench.samples[1].position -= 0.001
      bench.step()
    }
    bench.run(1_500)
    #expect(bench.ask(.jog, joint: 1, displacement: 0.1, speed: 1)?.refusal == Refusal.none)
    bench.follows = true
    bench.run(4_000)
    #expect(abs(bench.joint(1).referencePosition - 0.1) < 1e-4)
  }

  /// Let go by a lost stream, or switched off and on again, it begins where it is and has yielded nothing.
  @Test func beginsAnew() {
    let bench = Self.bench(onLoss: .damp)
    for _ in 0..<60 {
      bench.samples[1].position -= 0.001
      bench.step()
    }
    bench.run(500)
    bench.send(.at(0), valid: 2)
    bench.run(100)
    #expect(abs(bench.joint(1).referencePosition + 0.06) < 1e-4)
    bench.ask(.arm)
    bench.run(300)
    #expect(abs(bench.joint(1).referencePosition + 0.06) < 1e-4)
    bench.ask(.disarm)
    bench.run(20)
    bench.ask(.arm)
    bench.run(300)
    #expect(abs(bench.joint(1).referencePosition + 0.06) < 1e-4)
  }

  /// To and fro between the samples, 6 mrad in 8 ms, a spring that is held for a cycle gives out 2 kp A^2 a
  /// period, 1.4 mJ: flagged, and left with a tenth of its gains. A slow swing is damped by the law itself.
  @Test(arguments: [true, false])
  func backsOffWhatGivesOutEnergy(_ isFast: Bool) {
    let bench = Bench([.small(), .small { $0.passivity = Self.passivity }])
    bench.activate(at: 0, 0)
    var noted = 0
    for cycle in 0..<1_000 {
      let slow = Double(cycle % 250) / 125 - 1
      bench.samples[1].position =
        isFast ? [0, 0.006, 0, -0.006][cycle % 4] : 0.05 * (4 * slow * (1 - abs(slow)))
      bench.step()
      if bench.joint(1).limits.contains(.passivity) { noted += 1 }
    }
    #expect(bench.cycle.fault == nil)
    #expect(isFast ? noted > 900 : noted == 0, "\(noted)")
    #expect(!bench.joint(0).limits.contains(.passivity))
    guard isFast else { return }
    // Once it stands still, all of its 20 N.m/rad comes back.
    bench.samples[1].position = 0.006
    bench.run(1_000)
    #expect(!bench.joint(1).limits.contains(.passivity))
    #expect(bench.joint(1).desiredEffort < -0.11)
  }

  /// As `AdversaryTests`, with a yielding reference, an observer, or both on every joint but two.
  @Test func guaranteesHold() {
    var run = Adversary(seed: 4_242) { index, joint in
      if index % 3 != 0 { joint.admittance = Self.admittance }
      if index % 3 != 1 { joint.passivity = Self.passivity }
    }
    for _ in 0..<100_000 {
      run.step()
      for joint in 0..<6 where !run.bench.joint(joint).desiredEffort.isFinite {
        run.failure = "joint \(joint): \(run.bench.joint(joint).desiredEffort)"
      }
      if let failure = run.failure {
        Issue.record("seed 4242, cycle \(run.bench.index): \(failure)")
        return
      }
    }
    #expect(run.states.count == LifecycleState.allCases.count)
  }
}
