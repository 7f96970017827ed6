import Glibc
import RobotDynamics
import RobotUnits
import Testing

@testable import SimulatedHAL

/// A trunk that stands, slides, falls and turns: 4 kg, 0.4 m by 0.3 m, a foot below each corner 0.1 m
/// under its centre, and a wheel of 0.5 kg and 0.01 kg.m^2 about its z axis.
@Suite struct FloatingPlantTests {
  private static let wheelInertia = 0.01
  private static let trunkInertia = Vector3(0.05, 0.08, 0.1)

  private static let bodies = [
    Body(
      parent: -1, coordinate: -1, motion: .fixed, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: 4, com_B: .zero,
      inertia_B: (diagonal: trunkInertia, products: .zero)),
    Body(
      parent: 0, coordinate: 0, motion: .revolute, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: 0.5, com_B: .zero,
      inertia_B: (diagonal: Vector3(wheelInertia, wheelInertia, wheelInertia), products: .zero)),
  ]

  private static func bench(
    at base: Pose, on surface: PlantSurface = .ground(), friction: Double = 0.8
  ) -> PlantBench {
    var wheel = Motor.parameters(coordinate: 0)
    wheel.armature = 1e-9
    wheel.torqueConstant = 1e-9
    let feet = [(0.2, 0.15), (0.2, -0.15), (-0.2, 0.15), (-0.2, -0.15)].map { x, y in
      PlantContact(
        body: 0, point_B: Vector3(x, y, -0.1), radius: 0,
        material: PlantContact.Material(stiffness: 20_000, dissipation: 1, friction: friction))
    }
    return PlantBench(
      [wheel], tree: bodies, contacts: feet, surfaces: [surface], base: base)
  }

  private static func level(_ height: Double) -> Pose {
    Pose(p_WF: Vector3(0, 0, height), R_WF: .identity())
  }

  /// 4.5 kg on four feet: 11.036 N each, which push it 0.552 mm into 20 N/mm.
  @Test func standsOnFourFeet() {
    let bench = Self.bench(at: Self.level(0.105))
    bench.run(4)
    for foot in 0..<4 {
      #expect(abs(bench.plant.contactForce(foot).z - 11.036_25) < 1e-4)
    }
    let pose = bench.plant.pose(ofBody: 0)
    #expect(abs(pose.p_WF.z - (0.1 - 0.000_551_8)) < 1e-6)
    #expect(pose.R_WF.z.z > 1 - 1e-9)
    bench.run(2)
    let later = bench.plant.pose(ofBody: 0)
    #expect(abs(later.p_WF.x - pose.p_WF.x) < 1e-9, "it does not creep")
    #expect(abs(later.p_WF.y - pose.p_WF.y) < 1e-9)
  }

  /// 20 degrees, whose tangent is 0.364: friction of 0.5 holds the trunk, of 0.2 lets it slide with
  /// g (sin - 0.2 cos).
  @Test(arguments: [0.5, 0.2]) func standsOrSlidesOnASlope(friction: Double) {
    let angle = 20 * Double.pi / 180
    let normal = Vector3(sin(angle), 0, cos(angle))
    let turned = Rotation.rollPitchYaw(Vector3(0, angle, 0))
    let bench = Self.bench(
      at: Pose(p_WF: normal * 0.1, R_WF: turned), on: .plane(point: .zero, normal: normal),
      friction: friction)
    let downhill = turned.apply(Vector3(1, 0, 0))
    func way() -> Double { (bench.plant.pose(ofBody: 0).p_WF * downhill).sum() }
    bench.run(1)
    let first = way()
    bench.run(0.5)
    let second = way()
    bench.run(0.5)
    let acceleration = (way() - 2 * second + first) / 0.25
    let wanted = friction == 0.5 ? 0 : 9.81 * (sin(angle) - 0.2 * cos(angle))
    #expect(abs(acceleration - wanted) < 0.01, "\(acceleration) m/s^2")
    if friction == 0.5 { #expect(abs(second - first) < 1e-6) }
  }

  /// In free fall the trunk turns against its wheel: angular momentum stays 0. Its centre falls g t^2 / 2.
  @Test func turnsAgainstItsWheel() {
    let bench = Self.bench(at: Self.level(100))
    bench.plant.push(joint: 0, effort: 0.02)
    bench.run(1)
    let pose = bench.plant.pose(ofBody: 0)
    let wheel = bench.position()
    let yaw = atan2(pose.R_WF.x.y, pose.R_WF.x.x)
    #expect(wheel > 0.5)
    #expect(abs(yaw + wheel * 0.01 / 0.11) < 1e-6)
    #expect(abs(pose.p_WF.z - (100 - 0.5 * 9.81)) < 0.001)
  }

  /// 9 N sideways on 4.5 kg in free fall: 2 m/s^2, and 0.1 m above the centre a moment about y.
  @Test func aPushMovesIt() {
    let bench = Self.bench(at: Self.level(100))
    bench.plant.push(body: 0, at: .zero, force_W: Vector3(9, 0, 0))
    bench.run(1)
    #expect(abs(bench.plant.pose(ofBody: 0).p_WF.x - 1) < 0.001)
    let other = Self.bench(at: Self.level(100))
    other.plant.push(body: 0, at: Vector3(0, 0, 0.1), force_W: Vector3(0.09, 0, 0))
    other.run(0.5)
    // 0.009 N.m on the trunk and the wheel, 0.09 kg.m^2: 0.1 rad/s^2.
    let pitch = asin(-other.plant.pose(ofBody: 0).R_WF.x.z)
    #expect(abs(pitch - 0.0125) < 2e-5)
  }

  /// It starts where it is put, however it is turned.
  @Test(arguments: [
    Vector3(0, 0, 0), Vector3(3, 0, 0), Vector3(0, 3, 0), Vector3(0, 0, 3), Vector3(1, -2, 2.5),
  ])
  func startsWhereItIsPut(angles: Vector3) {
    let wanted = Pose(p_WF: Vector3(1, 2, 3), R_WF: .rollPitchYaw(angles))
    let found = Self.bench(at: wanted).plant.pose(ofBody: 0)
    for (a, b) in [
      (found.p_WF, wanted.p_WF), (found.R_WF.x, wanted.R_WF.x), (found.R_WF.y, wanted.R_WF.y),
      (found.R_WF.z, wanted.R_WF.z),
    ] {
      #expect((0..<3).allSatisfy { abs(a[$0] - b[$0]) < 1e-12 })
    }
  }
}
