import Glibc
import RobotDynamics
import TestSupport
import Testing

@Suite struct KinematicTreeTests {
  /// A body on a revolute joint about y at `height` m along x of its parent, com `along` m out on x.
  private func link(
    parent: Int, coordinate: Int, at distance: Double, mass: Double, com along: Double,
    inertia: Double
  ) -> Body {
    Body(
      parent: parent, coordinate: coordinate, motion: .revolute, p_PB: Vector3(distance, 0, 0),
      R_PB: .identity(), axis_B: Vector3(0, 1, 0), mass: mass, com_B: Vector3(along, 0, 0),
      inertia_B: (Vector3(0, inertia, inertia), .zero))
  }

  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance
  }

  /// About y a positive angle turns x down: U = -m g l sin q, so the holding effort is -m g l cos q, and
  /// the inertia I + m l^2. 1.2 kg at 0.3 m, 0.01 kg.m^2.
  @Test(arguments: [0, 0.5, -1.2, 3.0])
  func pendulum(q: Double) {
    let tree = TreeBench([
      link(parent: -1, coordinate: 0, at: 0, mass: 1.2, com: 0.3, inertia: 0.01)
    ])
    let (gravity, inertia) = tree.gravityAndInertia([q])
    #expect(isNear(gravity[0], -1.2 * 9.81 * 0.3 * cos(q)))
    #expect(isNear(inertia[0], 0.01 + 1.2 * 0.09))
  }

  /// Two links of length l1 with centres at c1, c2: the textbook's
  /// g1 = -(m1 c1 + m2 l1) g cos q1 - m2 c2 g cos(q1 + q2), g2 = -m2 c2 g cos(q1 + q2),
  /// M11 = I1 + m1 c1^2 + I2 + m2 (l1^2 + c2^2 + 2 l1 c2 cos q2), M22 = I2 + m2 c2^2.
  @Test(arguments: [(0.0, 0.0), (0.4, -0.9), (-2.0, 1.5)])
  func doublePendulum(q1: Double, q2: Double) {
    let (m1, c1, i1, l1) = (2.0, 0.15, 0.02, 0.4)
    let (m2, c2, i2) = (0.7, 0.2, 0.005)
    let tree = TreeBench([
      link(parent: -1, coordinate: 0, at: 0, mass: m1, com: c1, inertia: i1),
      link(parent: 0, coordinate: 1, at: l1, mass: m2, com: c2, inertia: i2),
    ])
    let (gravity, inertia) = tree.gravityAndInertia([q1, q2])
    let outer = -m2 * c2 * 9.81 * cos(q1 + q2)
    #expect(isNear(gravity[1], outer))
    #expect(isNear(gravity[0], -(m1 * c1 + m2 * l1) * 9.81 * cos(q1) + outer))
    #expect(isNear(inertia[1], i2 + m2 * c2 * c2))
    let coupled = l1 * l1 + c2 * c2 + 2 * l1 * c2 * cos(q2)
    #expect(isNear(inertia[0], i1 + m1 * c1 * c1 + i2 + m2 * coupled))
    let elbow = tree.pose(1, [q1, q2]).p_WF
    #expect(isNear(elbow.x, l1 * cos(q1)) && isNear(elbow.z, -l1 * sin(q1)))
  }

  /// A lift of 3 kg with 0.5 kg fixed on it: 34.335 N to hold, 3.5 kg to move. Sideways: nothing to hold.
  @Test func prismaticJoint() {
    func lift(_ axis: Vector3) -> TreeBench {
      let lift = Body(
        parent: -1, coordinate: 0, motion: .prismatic, p_PB: Vector3(1, 2, 3),
        R_PB: .identity(), axis_B: axis, mass: 3, com_B: Vector3(0.1, 0.2, 0.3),
        inertia_B: (Vector3(1, 2, 3), .zero))
      let load = Body(
        parent: 0, coordinate: -1, motion: .fixed, p_PB: Vector3(0.5, 0, 0),
        R_PB: .identity(), axis_B: axis, mass: 0.5, com_B: .zero,
        inertia_B: (Vector3(1, 1, 1), .zero))
      return TreeBench([lift, load])
    }
    let up = lift(Vector3(0, 0, 1))
    let (gravity, inertia) = up.gravityAndInertia([0.7])
    #expect(isNear(gravity[0], 34.335))
    #expect(isNear(inertia[0], 3.5))
    let load = up.pose(1, [0.7]).p_WF
    #expect(isNear(load.z, 3.7) && isNear(load.x, 1.5))
    let across = lift(Vector3(1, 0, 0))
    #expect(isNear(across.gravity([0.7])[0], 0))
    #expect(isNear(across.pose(0, [0.7]).p_WF.x, 1.7))
  }

  /// On the moon and hanging from the ceiling, the weight follows the gravity that is given.
  @Test func gravityIsGiven() {
    let body = link(parent: -1, coordinate: 0, at: 0, mass: 1, com: 1, inertia: 0)
    let tree = TreeBench([body], gravity: Vector3(0, 0, 1.62))
    #expect(isNear(tree.gravity([0])[0], 1.62))
  }

  /// 300 random trees of 1 to 12 bodies with all kinds of joints, against numeric derivatives of their
  /// energies.
  @Test func randomTreesAgreeWithTheirEnergies() {
    for seed in UInt64(1)...300 {
      var random = SeededRandom(seed: seed)
      let bodies = random.bodies(Int.random(in: 1...12, using: &random))
      let coordinates = bodies.count { $0.coordinate >= 0 }
      let positions = random.numbers(coordinates, -3...3)
      let gravity = random.vector(10)
      let tree = TreeBench(bodies, gravity: gravity)
      let found = tree.gravityAndInertia(positions)
      let reference = ReferenceTree(bodies: bodies, gravity: gravity)
      for coordinate in 0..<coordinates {
        let effort = reference.gravityEffort(positions, coordinate)
        let inertia = reference.inertia(positions, coordinate)
        let isRight =
          isNear(found.gravity[coordinate], effort, 1e-6 * (1 + abs(effort)))
          && isNear(found.inertia[coordinate], inertia, 1e-6 * (1 + inertia))
        guard isRight else {
          Issue.record(
            """
            seed \(seed), joint \(coordinate): gravity \(found.gravity[coordinate]) for \(effort), \
            inertia \(found.inertia[coordinate]) for \(inertia)
            """)
          return
        }
      }
    }
  }

  @Test func refusesBodiesThatItCannotMove() async {
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: -1) }
    await #expect(processExitsWith: .failure) { makeTree(.prismatic, coordinate: 1) }
    await #expect(processExitsWith: .failure) { makeTree(.fixed, coordinate: 0) }
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: 0, parent: 0) }
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: 0, count: 2) }
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: 0, axis: .zero) }
  }
}

/// A tree of one body, for what must trap.
private func makeTree(
  _ motion: Body.Motion, coordinate: Int, parent: Int = -1, count: Int = 1,
  axis: Vector3 = Vector3(0, 0, 1)
) {
  let body = Body(
    parent: parent, coordinate: coordinate, motion: motion, p_PB: .zero, R_PB: .identity(),
    axis_B: axis, mass: 1, com_B: .zero, inertia_B: (Vector3(1, 1, 1), .zero))
  _ = KinematicTree(bodies: [body], coordinateCount: count)
}
