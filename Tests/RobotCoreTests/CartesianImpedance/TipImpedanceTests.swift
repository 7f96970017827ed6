import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// A Cartesian impedance in the control cycle: two joints hold the tip of the planar arm, a third is free of it.
@Suite struct TipImpedanceTests {
  /// 400 N/m along x, 300 N/m along y of the tip; ratios 0.7. Joints as small ones, 10 N.m each. With
  /// `shaftLimit` [N.m] the third shares two motors of that effort with a fourth.
  static func bench(onLoss: LossReaction = .hold, shaftLimit: Double? = nil) -> Bench {
    var joints = (0..<(shaftLimit == nil ? 3 : 4)).map { index in
      JointConfiguration.small(onLoss: onLoss) {
        $0.gains = JointLaw.Gains(kp: 30, kd: 1, ki: 0, integralLimit: 0)
        $0.effortLimit = 10
        $0.coordinate = index
        $0.armature = 0
        $0.frictionCompensation = 0
      }
    }
    joints[2].gains.kp = 50
    let motor = joints[2].motor
    for index in joints.indices.dropFirst(2) where shaftLimit != nil {
      joints[index].motor.supply = .infinity
    }
    if shaftLimit != nil { joints[3].coordinate = -1 }
    let couplings = shaftLimit.map {
      CouplingConfiguration(
        joints: [2, 3], matrix: [[0.5, 0.5], [0.5, -0.5]], inverse: [[1, 1], [1, -1]],
        motors: [motor, motor], directions: [1, 1], effortLimits: [$0, $0],
        isMeasuredAtShafts: false)
    }
    var bodies = planarArm()
    bodies.append(
      Body(
        parent: -1, coordinate: 2, motion: .revolute, p_PB: .zero, R_PB: .identity(),
        axis_B: Vector3(0, 0, 1), mass: 1, com_B: .zero,
        inertia_B: (Vector3(1, 1, 1), .zero)))
    let law = CartesianImpedance.Configuration(
      translationStiffness: Vector3(400, 300, 0), rotationStiffness: .zero,
      translationDamping: Vector3(0.7, 0.7, 0), rotationDamping: .zero, forceLimit: 50,
      momentLimit: 10, leastFrequency: 1)
    let all = FixedArray(joints)
    let impedances = TipImpedances(count: 1, jointCount: joints.count) { _ in
      TipImpedance(
        checked: .init(body: 2, law: law, postureStiffness: 0, postureDamping: 0),
        joints: FixedArray([0, 1]), of: all, coordinateCount: 3)
    }
    return Bench(
      joints, tree: KinematicTree(bodies: bodies, coordinateCount: 3, gravity_W: .zero),
      safety: SafetyConfiguration(), couplings: couplings.map { [$0] } ?? [],
      impedances: impedances)
  }

  /// Active at (0, 90 deg, 0), where tip and elbow are at (0.4, 0.3) and (0.4, 0); then pushed by (1, -2, 0.5)
  /// mrad.
  static func pushed(onLoss: LossReaction = .hold, shaftLimit: Double? = nil) -> Bench {
    let bench = bench(onLoss: onLoss, shaftLimit: shaftLimit)
    bench.activate(at: 0, 0.5 * Double.pi - 0.1, 0)
    bench.samples[0].position = 0.001
    bench.samples[1].position -= 0.002
    bench.samples[2].position = 0.0005
    bench.run(200)
    return bench
  }

  /// The efforts of a spring that the tip's frame carries, from its displacement in closed form.
  static func spring() -> [Double] {
    let (q1, q2) = (0.001, 0.5 * Double.pi - 0.102)
    let (r1, r2) = (0.0, 0.5 * Double.pi - 0.1)
    func tip(_ a: Double, _ b: Double) -> (x: Double, y: Double) {
      (0.4 * cosine(a) + 0.3 * cosine(a + b), 0.4 * sine(a) + 0.3 * sine(a + b))
    }
    let (now, wanted) = (tip(q1, q2), tip(r1, r2))
    let (dx, dy) = (now.x - wanted.x, now.y - wanted.y)
    // Along the tip's axes where its reference is.
    let (c, s) = (cosine(r1 + r2), sine(r1 + r2))
    let (fx, fy) = (-400 * (c * dx + s * dy), -300 * (c * dy - s * dx))
    let (wx, wy) = (c * fx - s * fy, s * fx + c * fy)
    let (ex, ey) = (0.3 * cosine(q1 + q2), 0.3 * sine(q1 + q2))
    return [wx * -now.y + wy * now.x, wx * -ey + wy * ex]
  }

  /// At rest the two joints feel the tip's springs, and none of their own; the third feels its own.
  @Test func replacesTheJointsOwnSprings() {
    let bench = Self.pushed()
    #expect(bench.state == .active)
    let wanted = Self.spring()
    #expect(abs(wanted[0]) > 0.02 && abs(wanted[1]) > 0.02)
    for joint in 0..<2 { #expect(abs(bench.joint(joint).desiredEffort - wanted[joint]) < 1e-6) }
    #expect(abs(bench.joint(2).desiredEffort + 50 * 0.0005) < 1e-9)
  }

  /// Two more joints share their motors, and one shaft can give 0.005 of 0.0125 N.m: those get 0.4 of what they
  /// want, and who holds the tip feels nothing of it.
  @Test func holdsBesideCoupledJoints() {
    let bench = Self.pushed(shaftLimit: 0.005)
    #expect(bench.state == .active)
    let wanted = Self.spring()
    for joint in 0..<2 {
      #expect(abs(bench.joint(joint).desiredEffort - wanted[joint]) < 1e-6)
      #expect(bench.joint(joint).appliedEffort == bench.joint(joint).desiredEffort)
      #expect(!bench.joint(joint).limits.contains(.effort))
    }
    #expect(abs(bench.joint(2).desiredEffort + 50 * 0.0005) < 1e-9)
    #expect(abs(bench.joint(2).appliedEffort + 0.4 * 50 * 0.0005) < 1e-9)
    #expect((2..<4).allSatisfy { bench.joint($0).limits.contains(.effort) })
  }

  /// Arming begins without effort: the reference is where the tip is.
  @Test func armsWithoutEffort() {
    let bench = Self.bench()
    for joint in 0..<3 { bench.samples[joint].position = 0.3 }
    bench.run(10)
    bench.ask(.arm)
    for _ in 0..<110 {
      bench.step()
      for joint in 0..<3 { #expect(abs(bench.joint(joint).desiredEffort) < 1e-9) }
    }
    #expect(bench.state == .active)
  }

  /// A frame with a stiffness for one joint takes both over, without a step and within 0.2 s, and leaves
  /// them so; then the other way round.
  @Test func fadesWithoutAStep() {
    let bench = Self.pushed()
    let before = (0..<3).map { bench.joint($0).desiredEffort }
    func send(_ kp: Double) {
      for joint in 0..<3 {
        bench.cycle.targets[joint] = JointTarget(
          position: bench.joint(joint).referencePosition, velocity: 0,
          kp: joint == 1 ? kp : .nan, kd: .nan, feedForward: .nan)
      }
      bench.input.hasStream = true
      bench.input.streamValidUntil = bench.now + TimeSpan(nanoseconds: 10_000_000)
    }
    send(60)
    bench.step()
    for joint in 0..<3 { #expect(abs(bench.joint(joint).desiredEffort - before[joint]) < 1e-12) }
    var last = before
    let own = [-30 * 0.001, 60 * 0.002]
    for _ in 0..<101 {
      send(60)
      bench.step()
      for joint in 0..<2 {
        let now = bench.joint(joint).desiredEffort
        #expect(abs(now - last[joint]) < 0.0101 * abs(own[joint] - before[joint]))
        last[joint] = now
      }
    }
    for joint in 0..<2 { #expect(abs(last[joint] - own[joint]) < 1e-9) }
    send(.nan)
    bench.step()
    // The stiffness of the file is another than the stream's; the share is not touched in this cycle.
    #expect(abs(bench.joint(1).desiredEffort - 30 * 0.002) < 1e-9)
    for _ in 0..<101 {
      send(.nan)
      bench.step()
    }
    for joint in 0..<2 { #expect(abs(bench.joint(joint).desiredEffort - before[joint]) < 1e-9) }
  }

  /// When the stream is lost, joints that damp are let go: nothing holds them.
  @Test func letsGoOfWhatDamps() {
    let bench = Self.pushed(onLoss: .damp)
    for _ in 0..<5 {
      bench.send(.at(0), valid: 2)
      for joint in 0..<3 {
        bench.cycle.targets[joint].position = bench.joint(joint).referencePosition
      }
      bench.step()
    }
    #expect(abs(bench.joint(0).desiredEffort) > 0.02)
    bench.run(20)
    for joint in 0..<3 { #expect(abs(bench.joint(joint).desiredEffort) < 1e-9) }
  }
}

private func sine(_ x: Double) -> Double { RealtimeMath.sineCosine(x).sine }
private func cosine(_ x: Double) -> Double { RealtimeMath.sineCosine(x).cosine }
