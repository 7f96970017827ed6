import Glibc
import RobotDynamics
import RobotUnits
import SimulatedHAL
import Testing

/// Motors that share joints, against closed forms.
@Suite struct CoupledPlantTests {
  /// a = q1 + q2 and b = q1 - q2: the inverse of a differential.
  private static func differential(
    friction: Double = 0, stops: ClosedRange<Double> = -1000...1000, weights: [Double] = []
  ) -> PlantBench {
    var joint = Motor.parameters(friction: friction)
    joint.stops = stops
    let joints = (0..<2).map { index in
      var joint = joint
      joint.coordinate = weights.isEmpty ? -1 : index
      return joint
    }
    return PlantBench(
      joints, weights: weights,
      couplings: [CoupledMotors(joints: [0, 1], inverse: [[1, 1], [1, -1]])])
  }

  /// Both forward: the first joint moves, with both rotors on it, 2 (0.05) + 5e-5 kg.m^2 under
  /// 2 (0.5 * 2 / 4 * 12) = 6 N.m less 2 (0.5 * 2^2 / 4) = 1 N.m.s/rad: towards 6 rad/s in 0.10005 s.
  @Test func bothMotorsTogetherMoveTheFirstJoint() {
    let bench = Self.differential()
    bench.drive(0, forward: 1, reverse: 0)
    bench.drive(1, forward: 1, reverse: 0)
    bench.run(0.2)
    let t = 0.10005
    let expected = 6 * (0.2 - t * (1 - exp(-0.2 / t)))
    #expect(abs(bench.position(0) - expected) < 2e-3)
    #expect(abs(bench.position(1)) < 1e-12)
    #expect(
      abs(bench.plant.rotorPosition(joint: 0, at: bench.clock.now) - bench.position(0)) < 1e-12)
  }

  /// One motor alone, the other open: it turns its shaft only, at 6 rad/s and 3 rad/s of each joint. The
  /// open one's rotor comes to rest: it is not driven, and the joints weigh next to nothing.
  @Test func oneMotorAloneMovesBothJoints() {
    let bench = Self.differential()
    bench.drive(0, forward: 1, reverse: 0)
    bench.run(1.5)
    #expect(abs(bench.velocity(0) - 3) < 0.02)
    #expect(abs(bench.velocity(1) - 3) < 0.02)
    let rotor = bench.plant.rotorPosition(joint: 1, at: bench.clock.now)
    #expect(abs(rotor) < 0.02, "of a way of \(bench.position(0)) rad")
  }

  /// Tendons, shafts (2 q1, 2 q2 - 1.6 q1), with rotors of 0.05 kg.m^2 and open bridges: 1 N.m at the first
  /// joint moves both,
  ///
  ///     ((0.32805, -0.16), (-0.16, 0.20005))^-1 (1, 0) = (4.997951, 3.997361) rad/s^2
  ///
  /// and 80 steps of 0.125 ms go a dt^2 80 81 / 2 = 5.0625e-5 a.
  @Test func rotorsPassAccelerationsOn() {
    let joint = Motor.parameters()
    let bench = PlantBench(
      [joint, joint],
      couplings: [CoupledMotors(joints: [0, 1], inverse: [[2, 0], [-1.6, 2]])])
    bench.plant.push(joint: 0, effort: 1)
    bench.run(0.01)
    #expect(abs(bench.position(0) / 5.0625e-5 - 4.997_951) < 1e-5)
    #expect(abs(bench.position(1) / 5.0625e-5 - 3.997_361) < 1e-5)
    let shaft = bench.plant.rotorPosition(joint: 1, at: bench.clock.now)
    #expect(abs(shaft - 2 * bench.position(1) + 1.6 * bench.position(0)) < 1e-15)
  }

  /// 0.4 N.m of friction at each joint hold 0.3 N.m of gravity, with both motors open, but not 0.5 N.m.
  @Test func frictionHoldsEachJoint() {
    let bench = Self.differential(friction: 0.4, weights: [0.3, 0.5])
    bench.run(0.1)
    #expect(bench.position(0) == 0)
    #expect(bench.position(1) < -1e-3)
  }

  /// A joint at its stop stands still while the other goes on, and leaves it when its motors turn back.
  @Test func stopHoldsOneJointOnly() {
    let bench = Self.differential(stops: -0.1...0.1)
    bench.drive(0, forward: 1, reverse: 0)
    bench.drive(1, forward: 0.9, reverse: 0)
    bench.run(0.1)
    #expect(abs(bench.position(0) - 0.1) < 1e-12)
    let before = bench.position(1)
    bench.run(0.1)
    #expect(abs(bench.position(0) - 0.1) < 1e-12)
    #expect(bench.position(1) > before + 1e-3)
    bench.run(5)
    #expect(abs(bench.position(1) - 0.1) < 1e-12)
    bench.drive(0, forward: 0, reverse: 1)
    bench.drive(1, forward: 0, reverse: 1)
    bench.run(0.1)
    #expect(bench.position(0) < 0.05)
  }
}
