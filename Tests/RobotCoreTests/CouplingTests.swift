import RobotControl
import RobotCore
import RobotUnits
import TestSupport
import Testing

/// Joints that share their actuators.
@Suite struct CouplingTests {
  /// Two shafts that move the first joint together and the second against each other; on joints 1 and 2
  /// of three, so that they share no pair.
  private static func wrist(
    effortLimit: Double = .infinity, atShafts: Bool = false, loops: LoopLaw? = nil,
    first: (inout JointConfiguration) -> Void = { _ in }
  ) -> Bench {
    let coupled = JointConfiguration.small {
      $0.motor.supply = .infinity
      $0.loops = loops
    }
    var other = coupled
    first(&other)
    return Bench(
      [.small(), other, coupled],
      couplings: [
        CouplingConfiguration(
          joints: [1, 2], matrix: [[0.5, 0.5], [0.5, -0.5]], inverse: [[1, 1], [1, -1]],
          motors: [JointConfiguration.small().motor, JointConfiguration.small().motor],
          directions: [1, -1], effortLimits: [effortLimit, effortLimit],
          isMeasuredAtShafts: atShafts)
      ])
  }

  private func send(_ bench: Bench, _ efforts: [Double]) {
    bench.send(.unspecified(), valid: 1000)
    for (joint, effort) in efforts.enumerated() {
      bench.cycle.targets[joint] = JointTarget(
        position: .nan, velocity: .nan, kp: 0, kd: 0, feedForward: effort)
    }
  }

  /// 1 and 0.5 N.m at the joints are 0.75 and 0.25 N.m at the shafts; 1 N.m takes 0.0798 of the supply.
  @Test func effortsGoThroughTheMatrix() {
    let bench = Self.wrist()
    bench.activate(at: 0, 0, 0)
    send(bench, [1, 1, 0.5])
    bench.run(3)
    let perNewtonMetre = 0.079_821_200_510_855_69
    let duties = (0..<3).map { bench.joint($0).duty / perNewtonMetre }
    for (found, wanted) in zip(duties, [1, 0.75, -0.25]) { #expect(abs(found - wanted) < 1e-12) }
    #expect((0..<3).map { bench.joint($0).appliedEffort } == [1, 1, 0.5])
    #expect((0..<3).map { bench.joint($0).limits.rawValue } == [0, 0, 0])
  }

  /// A shaft that may give 0.6 of 0.75 N.m: both joints get 0.8 of what they want, and know why.
  @Test func oneShaftAtItsLimitScalesAll() {
    let bench = Self.wrist(effortLimit: 0.6)
    bench.activate(at: 0, 0, 0)
    send(bench, [1, 1, 0.5])
    bench.run(3)
    for (joint, wanted) in [1, 0.8, 0.4].enumerated() {
      #expect(abs(bench.joint(joint).appliedEffort - wanted) < 1e-12)
    }
    #expect((0..<3).map { bench.joint($0).limits.contains(.effort) } == [false, true, true])
    #expect((0..<3).map { bench.joint($0).desiredEffort } == [1, 1, 0.5])
  }

  /// A stuck joint, 0.1 rad from its reference at 20 N.m/rad: its integral grows by 10 * 0.1 * 0.002 N.m in a
  /// cycle, but not while a shaft cannot follow; that of the joint law as that of a PID loop.
  @Test(arguments: [nil, LoopLawTests.pid(ki: 10), LoopLawTests.cascade(ki: 0.4)])
  func integralIsHeldWhileAShaftIsAtItsLimit(loops: LoopLaw?) {
    for (limit, grows) in [(Double.infinity, true), (0.4, false)] {
      let bench = Self.wrist(effortLimit: limit, loops: loops)
      bench.activate(at: 0, 0, 0)
      bench.ask(.jog, joint: 1, displacement: 0.1, speed: 3)
      bench.run(250)
      #expect(bench.state == .active)
      let desired = bench.joint(1).desiredEffort
      #expect(grows ? desired > 2.3 : desired < 2.1, "\(limit): \(desired)")
    }
  }

  /// To and fro by 6 mrad in 8 ms, as in `ComplianceTests`, a spring gives out 1.4 mJ, more than friction of
  /// 0.01 N.m takes in on 24 mrad; two shafts of 1 mN.m give less.
  @Test(arguments: [(Double.infinity, true), (0.001, false)])
  func observerHearsWhatTheShaftsGive(limit: Double, isNoted: Bool) {
    let bench = Self.wrist(effortLimit: limit) {
      $0.passivity = JointPassivity(
        PassivityObserver.Configuration(
          dampingLimit: 1, energyLimit: 0.02, restVelocity: 0.1, backOffTime: 0.1,
          leastScale: 0.1), grain: 0.002, friction: 0.01)
    }
    bench.activate(at: 0, 0, 0)
    var noted = 0
    for cycle in 0..<1_000 {
      bench.samples[1].position = [0, 0.006, 0, -0.006][cycle % 4]
      bench.step()
      if bench.joint(1).limits.contains(.passivity) { noted += 1 }
    }
    #expect(bench.cycle.fault == nil)
    #expect(isNoted ? noted > 900 : noted == 0, "\(noted)")
  }

  /// A joint held 0.06 rad below gives 20 N.m/rad against 5 N.m/rad of its admittance: it yields by 0.048 rad. What
  /// the shafts do not give presses on nobody: of 0.05 N.m each, 0.1 N.m at the joint, 0.02 rad.
  @Test(arguments: [(Double.infinity, -0.048), (0.05, -0.02)])
  func admittanceHearsWhatTheShaftsGive(limit: Double, yielded: Double) {
    let bench = Self.wrist(effortLimit: limit) {
      $0.gains.ki = 0
      $0.armature = 0
      $0.admittance = JointAdmittance(
        Admittance.Configuration(
          mass: 0, damping: 1, stiffness: 5, offsetLimit: 0.3, rateLimit: 1),
        friction: ExternalEffort.Friction(coulomb: 0, viscous: 0, fullSpeed: 0.02))
    }
    bench.activate(at: 0, 0, 0)
    for _ in 0..<60 {
      bench.samples[1].position -= 0.001
      bench.step()
    }
    bench.run(1_500)
    #expect(abs(bench.joint(1).referencePosition - yielded) < 1e-4)
    #expect(bench.state == .active)
  }

  /// Shafts at 0.3 and 0.1 rad are joints at 0.2 and 0.1 rad.
  @Test func shaftsMeasureJoints() {
    let bench = Self.wrist(atShafts: true)
    bench.activate(at: 0, 0.3, 0.1)
    #expect(bench.state == .active)
    #expect(abs(bench.joint(1).measuredPosition - 0.2) < 1e-15)
    #expect(abs(bench.joint(2).measuredPosition - 0.1) < 1e-15)
  }

  /// Without one shaft no joint is known; the fault names the encoder that is missing.
  @Test(arguments: [1, 2], [JointMeasurement.Quality.missing, .invalid])
  func lostShaftLosesAllJoints(lost: Int, quality: JointMeasurement.Quality) {
    let bench = Self.wrist(atShafts: true)
    bench.activate(at: 0, 0.3, 0.1)
    bench.samples[lost].quality = quality
    bench.run(3)
    #expect(bench.state == .active)
    #expect((0..<3).map { bench.joint($0).age } == [0, 3, 3])
    bench.step()
    #expect(bench.state == .faulted)
    #expect(bench.cycle.fault?.code == .encoderLost)
    #expect(bench.cycle.fault?.joint == lost)
    #expect((0..<3).allSatisfy { bench.joint($0).duty == 0 })
    bench.ask(.clear)
    let refusal = bench.ask(.arm)
    #expect(refusal?.refusal == .encoderNotFresh)
    #expect(refusal?.joint == lost)
  }

  /// Encoders at the joints: only their own joint is lost.
  @Test func lostJointEncoderIsItsOwn() {
    let bench = Self.wrist()
    bench.activate(at: 0, 0.2, 0.1)
    bench.samples[1].quality = .missing
    bench.run(4)
    #expect((0..<3).map { bench.joint($0).age } == [0, 4, 0])
    #expect(bench.cycle.fault?.joint == 1)
    #expect(bench.state == .faulted)
  }

  /// Whatever is asked and however the joints move: no shaft is driven beyond its effort limit or its
  /// supply, no joint beyond its own, and the joints' efforts keep their proportions.
  @Test func noLimitIsBroken() {
    var (cuts, uncut) = (0, 0)
    for seed: UInt64 in 1...60 {
      var sweep = CouplingSweep(seed: seed)
      for _ in 0..<400 where sweep.failure == nil { sweep.step() }
      if let failure = sweep.failure {
        Issue.record("seed \(seed): \(failure)")
        return
      }
      cuts += sweep.cuts
      uncut += sweep.uncut
    }
    #expect(cuts > 2000 && uncut > 2000, "\(cuts) cycles cut, \(uncut) not")
  }
}

/// A random coupling under random streams.
private struct CouplingSweep {
  let bench: Bench
  var failure: String?
  var (cuts, uncut) = (0, 0)
  private var random: SeededRandom
  private let coupling: CouplingConfiguration
  private let count: Int
  private var positions: [Double]

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 2...4, using: &random)
    var matrix: [[Double]] = []
    var inverse: [[Double]]?
    while inverse == nil || inverse?.joined().contains(where: { abs($0) > 8 }) == true {
      matrix = (0..<count).map { _ in (0..<count).map { _ in random.number(-1...1) } }
      inverse = try? CoupledTransmission.inverse(of: matrix)
    }
    let motors = (0..<count).map { _ in
      DCMotor(
        supply: random.number(6...24), gear: random.number(50...300), torqueConstant: 0.0087,
        resistance: random.number(1...5), efficiency: random.number(0.4...1))
    }
    coupling = CouplingConfiguration(
      joints: Array((0..<count).reversed()), matrix: matrix, inverse: inverse ?? [],
      motors: motors, directions: (0..<count).map { _ in random.next() % 2 == 0 ? 1 : -1 },
      effortLimits: (0..<count).map { $0 == 0 ? .infinity : random.number(0.2...2) },
      isMeasuredAtShafts: false)
    self.count = count
    self.random = random
    positions = [Double](repeating: 0, count: count)
    let joint = JointConfiguration.small { $0.motor.supply = .infinity }
    bench = Bench([JointConfiguration](repeating: joint, count: count), couplings: [coupling])
    for _ in 0..<10 { bench.step() }
    bench.ask(.arm)
    bench.run(110)
  }

  mutating func step() {
    if bench.state != .active {
      bench.ask(.clear)
      for joint in 0..<count { positions[joint] = 0 }
      for joint in 0..<count { bench.samples[joint].position = 0 }
      bench.run(10)
      bench.ask(.arm)
      bench.run(110)
    }
    bench.send(.unspecified(), valid: 5)
    let size = random.number(0.05...4)
    for joint in 0..<count {
      bench.cycle.targets[joint] = JointTarget(
        position: random.number(-1...1), velocity: random.number(-1...1),
        kp: random.number(0...size), kd: random.number(0...0.2),
        feedForward: random.number(-size...size))
      positions[joint] += random.number(-0.004...0.004)
      bench.samples[joint].position = positions[joint]
    }
    bench.step()
    check()
  }

  private mutating func check() {
    let joints = coupling.joints.map { bench.joint($0) }
    var isForced = false
    for shaft in 0..<count {
      let motor = coupling.motors[shaft]
      let velocity = (0..<count).reduce(0) {
        $0 + coupling.inverse[shaft][$1] * joints[$1].measuredVelocity
      }
      let effort = (0..<count).reduce(0) {
        $0 + coupling.matrix[$1][shaft] * joints[$1].appliedEffort
      }
      let backEMF = motor.gear * motor.torqueConstant * velocity
      let perVolt = motor.efficiency * motor.gear * motor.torqueConstant / motor.resistance
      let voltage = effort / perVolt + backEMF
      let limit = coupling.effortLimits[shaft]
      // Above its no-load speed, or so near it that the supply brakes harder than the limit.
      isForced = isForced || abs(backEMF) > motor.supply
      let duty = joints[shaft].duty * coupling.directions[shaft]
      if !(abs(duty) <= 1) { failure = "shaft \(shaft): duty \(duty)" }
      if !(abs(voltage) <= motor.supply * (1 + 1e-9)) { failure = "shaft \(shaft): \(voltage) V" }
      if bench.state == .active, abs(voltage - duty * motor.supply) > 1e-6 * motor.supply {
        failure = "shaft \(shaft): \(voltage) V, but duty \(duty) of \(motor.supply) V"
      }
      if !isForced, !(abs(effort) <= limit * (1 + 1e-9)) {
        failure = "shaft \(shaft): \(effort) N.m of \(limit) N.m"
      }
    }
    guard bench.state == .active, !isForced else { return }
    let isCut = joints.contains { $0.limits.contains(.effort) || $0.limits.contains(.voltage) }
    if isCut { cuts += 1 } else { uncut += 1 }
    for joint in joints {
      if !(abs(joint.appliedEffort) <= 2.5) { failure = "\(joint.appliedEffort) N.m" }
      let bounded = min(max(joint.desiredEffort, -2.5), 2.5)
      let first = min(max(joints[0].desiredEffort, -2.5), 2.5)
      let skew = joint.appliedEffort * first - joints[0].appliedEffort * bounded
      if abs(skew) > 1e-9 { failure = "efforts are not in proportion: \(skew)" }
    }
  }
}
