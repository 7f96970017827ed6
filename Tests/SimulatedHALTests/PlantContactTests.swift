import Glibc
import RobotDynamics
import RobotUnits
import Testing

@testable import SimulatedHAL

/// Tips on surfaces, in physical units.
@Suite struct PlantContactTests {
  /// A block of 2 kg stands on the ground: it bears 19.62 N, which push it 0.981 mm into 20 N/mm.
  @Test func groundBearsAWeight() {
    let bench = Self.block(friction: 0.5)
    bench.run(5)
    let force = bench.plant.contactForce(0)
    #expect(abs(force.z - 19.62) < 1e-6)
    #expect(abs(bench.position(1) + 0.000_981) < 1e-9)
  }

  /// Friction of 0.5 bears 9.81 N: pushed with 9.5 N the block stays for good, 9.5 / 20 N/mm away; with
  /// 11 N it slides, 2 kg with 1.19 N: 0.595 m/s^2.
  @Test func slidesBeyondTheFrictionCone() {
    let bench = Self.block(friction: 0.5)
    // Little by little: at once it would swing through the cone.
    for part in 1...100 {
      bench.plant.push(joint: 0, effort: 9.5 * Double(part) / 100)
      bench.run(0.01)
    }
    bench.run(4)
    let rest = bench.position(0)
    #expect(abs(rest - 0.000_475) < 1e-6)
    bench.run(5)
    #expect(abs(bench.position(0) - rest) < 1e-12, "it does not creep")
    #expect(abs(bench.plant.contactForce(0).x + 9.5) < 1e-6)
    bench.plant.push(joint: 0, effort: 11)
    bench.run(0.5)
    let before = bench.velocity(0)
    bench.run(0.499)
    #expect(abs((bench.velocity(0) - before) / 0.5 - 0.595) < 0.005)
    #expect(abs(bench.plant.contactForce(0).x + 9.81) < 0.01)
    // Let go, it stops.
    bench.plant.push(joint: 0, effort: 0)
    bench.run(2)
    let end = bench.position(0)
    bench.run(1)
    #expect(abs(bench.position(0) - end) < 1e-9)
  }

  /// A finger 0.1 m long presses with 0.3 N.m (a tenth of its stall torque) on a box, a ball and a wall
  /// without friction: 3 N.
  @Test(arguments: [
    PlantSurface.box(center: Vector3(0.1, 0.06, 0), half: Vector3(0.05, 0.05, 0.05)),
    PlantSurface.sphere(center: Vector3(0.1, 0.06, 0), radius: 0.05),
    PlantSurface.plane(point: Vector3(0, 0.01, 0), normal: Vector3(0, -1, 0)),
  ])
  func fingerPresses(_ surface: PlantSurface) {
    let finger = Body(
      parent: -1, coordinate: 0, motion: .revolute, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: 0.02, com_B: Vector3(0.05, 0, 0),
      inertia_B: (diagonal: .zero, products: .zero))
    let bench = PlantBench(
      [Motor.parameters(coordinate: 0)], tree: [finger],
      contacts: [
        PlantContact(
          body: 0, point_B: Vector3(0.1, 0, 0), radius: 0.005, material: .init(friction: 0))
      ],
      surfaces: [surface])
    bench.drive(forward: 1, reverse: 0.9)
    bench.run(3)
    #expect(bench.velocity() == 0 || abs(bench.velocity()) < 1e-6)
    let (force, tip) = (bench.plant.contactForce(0), bench.plant.pose(ofBody: 0))
    let way = tip.R_WF.apply(Vector3(0, 1, 0))
    #expect(abs((force * way).sum() + 3) < 0.01, "\(force) N")
    #expect(bench.position() > 0.02 && bench.position() < 0.08)
  }

  /// From 0.1 m on hard ground: every bounce is lower than the last, and it comes to rest.
  @Test func bouncesLoseEnergy() {
    let bench = Self.block(friction: 0.5, height: 0.1)
    var peaks: [Double] = []
    var (before, last) = (0.1, 0.1)
    for _ in 0..<3000 {
      bench.run(0.001)
      let now = bench.position(1)
      if last > before, last > now { peaks.append(last) }
      (before, last) = (last, now)
    }
    #expect(peaks.count > 1 && (peaks.first ?? 1) < 0.1)
    for (earlier, later) in zip(peaks, peaks.dropFirst()) { #expect(later < earlier + 1e-6) }
    #expect(abs(bench.velocity(1)) < 1e-4)
  }

  /// A tip of a gram on 1 kN/mm, where an explicit step would have to be a hundred times shorter.
  @Test func staysStableHoweverLight() {
    let bench = Self.block(friction: 1, mass: 0.001, stiffness: 1e6, height: 0.01)
    bench.run(1)
    #expect(abs(bench.plant.contactForce(0).z - 0.009_81) < 1e-6)
    #expect(abs(bench.position(1)) < 1e-7)
  }

  /// A block that moves along x and z.
  private static func block(
    friction: Double, mass: Double = 2, stiffness: Double = 20_000, height: Double = 0
  ) -> PlantBench {
    let axes = [Vector3(1, 0, 0), Vector3(0, 0, 1)]
    let bodies = axes.indices.map { index in
      Body(
        parent: index - 1, coordinate: index, motion: .prismatic, p_PB: .zero,
        R_PB: .identity(), axis_B: axes[index], mass: index == 1 ? mass : 0, com_B: .zero,
        inertia_B: (diagonal: .zero, products: .zero))
    }
    let joints = axes.indices.map { index in
      var parameters = Motor.parameters(coordinate: index)
      parameters.armature = 1e-9
      parameters.start = index == 1 ? height : 0
      return parameters
    }
    return PlantBench(
      joints, tree: bodies,
      contacts: [
        PlantContact(
          body: 1, point_B: .zero, radius: 0,
          material: PlantContact.Material(
            stiffness: stiffness, dissipation: 1, friction: friction))
      ], surfaces: [.ground()])
  }
}
