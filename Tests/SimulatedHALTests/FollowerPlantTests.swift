import Glibc
import RobotDynamics
import RobotUnits
import Testing

@testable import SimulatedHAL

/// Joints that follow others (`mimic`), against the mechanics of one joint that moves both.
@Suite struct FollowerPlantTests {
  /// A slide of 2 kg with a rotor of 0.05 kg, and one of 1 kg that goes up half as far as it goes down: they
  /// fall with (2 - 0.5) 9.81 / (2 + 0.25 + 0.05005) = 6.397_687 m/s^2, and 4000 steps of 0.125 ms go
  /// a dt^2 4000 4001 / 2 = 0.125_031_25 a.
  @Test func fallsWithItsLeader() {
    let bodies = [Self.slide(0, mass: 2), Self.slide(1, mass: 1)]
    let bench = PlantBench(
      [Motor.parameters(coordinate: 0)], tree: bodies,
      followers: [JointFollower(coordinate: 1, leader: 0, multiplier: -0.5, offset: 0.1)])
    bench.run(0.5)
    #expect(abs(bench.position() / -0.125_031_25 - 6.397_687) < 1e-6)
    let place = bench.plant.pose(ofBody: 1).p_WF.z
    #expect(abs(place - (0.1 - 0.5 * bench.position())) < 1e-12)
  }

  /// Two pendulums of 1 kg and 0.5 m, the second turned by half of what the first one is: swinging from 2 rad
  /// they have their energy after 10 s, to 0.2 %.
  @Test func keepsItsEnergy() {
    var joint = Motor.parameters(coordinate: 0)
    joint.start = 2
    var dynamics = PlantDynamics(
      [joint], KinematicTree(bodies: PlantBench.doublePendulum, coordinateCount: 2), touches: [],
      followers: [JointFollower(coordinate: 1, leader: 0, multiplier: 0.5, offset: 0)])
    let start = Self.energy(dynamics)
    let swing = start + 3 * 9.81 * 0.5
    var (worst, fastest) = (0.0, 0.0)
    for _ in 0..<80_000 {
      dynamics.joints[0].begin(
        drive: GearMotorJoint.Drive(forward: 0, reverse: 0), supply: 12, 1.25e-4)
      dynamics.advance()
      worst = max(worst, abs(Self.energy(dynamics) - start) / swing)
      fastest = max(fastest, abs(dynamics.joints[0].velocity))
    }
    #expect(worst < 2e-3, "\(worst) of \(swing) J")
    #expect(fastest > 3, "it swung")
  }

  /// As `PlantPhysicsTests` has it, with q2 = q / 2.
  private static func energy(_ dynamics: borrowing PlantDynamics) -> Double {
    let (q, w) = (dynamics.joints[0].position, dynamics.joints[0].velocity)
    let masses = 0.5 * 0.25 * w * w * (2 + 2.25 + 3 * cos(q / 2))
    return masses + 0.5 * 0.05005 * w * w - 9.81 * 0.5 * (2 * cos(q) + cos(1.5 * q))
  }

  /// Friction of 8 N holds a slide of 2 kg, 19.62 N, and one of 1 kg that goes half as far, down or up with it,
  /// 4.905 N: 24.525 N or 14.715 N, as long as a hand takes enough of it.
  @Test(arguments: [(0.5, 17.0, true), (0.5, 16, false), (-0.5, 7, true), (-0.5, 6, false)])
  func frictionFeelsTheFollower(multiplier: Double, hand: Double, holds: Bool) {
    let bench = PlantBench(
      [Motor.parameters(friction: 8, coordinate: 0)],
      tree: [Self.slide(0, mass: 2), Self.slide(1, mass: 1)],
      followers: [JointFollower(coordinate: 1, leader: 0, multiplier: multiplier, offset: 0)])
    bench.plant.push(joint: 0, effort: hand)
    bench.run(0.1)
    #expect(holds ? bench.position() == 0 : bench.position() < -1e-4)
  }

  private static func slide(_ coordinate: Int, mass: Double) -> Body {
    Body(
      parent: -1, coordinate: coordinate, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: mass, com_B: .zero,
      inertia_B: (diagonal: .zero, products: .zero))
  }
}
