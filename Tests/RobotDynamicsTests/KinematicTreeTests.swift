import Glibc
import RobotDynamics
import RobotUnits
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
    let tree = KinematicTree(
      bodies: [link(parent: -1, coordinate: 0, at: 0, mass: 1.2, com: 0.3, inertia: 0.01)],
      coordinateCount: 1)
    tree.update(positions: FixedArray([q]))
    #expect(isNear(tree.gravityEffort(0), -1.2 * 9.81 * 0.3 * cos(q)))
    #expect(isNear(tree.inertia(0), 0.01 + 1.2 * 0.09))
  }

  /// Two links of length l1 with centres at c1, c2: the textbook's
  /// g1 = -(m1 c1 + m2 l1) g cos q1 - m2 c2 g cos(q1 + q2), g2 = -m2 c2 g cos(q1 + q2),
  /// M11 = I1 + m1 c1^2 + I2 + m2 (l1^2 + c2^2 + 2 l1 c2 cos q2), M22 = I2 + m2 c2^2.
  @Test(arguments: [(0.0, 0.0), (0.4, -0.9), (-2.0, 1.5)])
  func doublePendulum(q1: Double, q2: Double) {
    let (m1, c1, i1, l1) = (2.0, 0.15, 0.02, 0.4)
    let (m2, c2, i2) = (0.7, 0.2, 0.005)
    let tree = KinematicTree(
      bodies: [
        link(parent: -1, coordinate: 0, at: 0, mass: m1, com: c1, inertia: i1),
        link(parent: 0, coordinate: 1, at: l1, mass: m2, com: c2, inertia: i2),
      ], coordinateCount: 2)
    tree.update(positions: FixedArray([q1, q2]))
    let outer = -m2 * c2 * 9.81 * cos(q1 + q2)
    #expect(isNear(tree.gravityEffort(1), outer))
    #expect(isNear(tree.gravityEffort(0), -(m1 * c1 + m2 * l1) * 9.81 * cos(q1) + outer))
    #expect(isNear(tree.inertia(1), i2 + m2 * c2 * c2))
    let coupled = l1 * l1 + c2 * c2 + 2 * l1 * c2 * cos(q2)
    #expect(isNear(tree.inertia(0), i1 + m1 * c1 * c1 + i2 + m2 * coupled))
    let elbow = tree.origin(ofBody: 1)
    #expect(isNear(elbow.x, l1 * cos(q1)) && isNear(elbow.z, -l1 * sin(q1)))
  }

  /// A lift of 3 kg with 0.5 kg fixed on it: 34.335 N to hold, 3.5 kg to move. Sideways: nothing to hold.
  @Test func prismaticJoint() {
    func lift(_ axis: Vector3) -> KinematicTree {
      let lift = Body(
        parent: -1, coordinate: 0, motion: .prismatic, p_PB: Vector3(1, 2, 3),
        R_PB: .identity(), axis_B: axis, mass: 3, com_B: Vector3(0.1, 0.2, 0.3),
        inertia_B: (Vector3(1, 2, 3), .zero))
      let load = Body(
        parent: 0, coordinate: -1, motion: .fixed, p_PB: Vector3(0.5, 0, 0),
        R_PB: .identity(), axis_B: axis, mass: 0.5, com_B: .zero,
        inertia_B: (Vector3(1, 1, 1), .zero))
      return KinematicTree(bodies: [lift, load], coordinateCount: 1)
    }
    let up = lift(Vector3(0, 0, 1))
    up.update(positions: FixedArray([0.7]))
    #expect(isNear(up.gravityEffort(0), 34.335))
    #expect(isNear(up.inertia(0), 3.5))
    #expect(isNear(up.origin(ofBody: 1).z, 3.7) && isNear(up.origin(ofBody: 1).x, 1.5))
    let across = lift(Vector3(1, 0, 0))
    across.update(positions: FixedArray([0.7]))
    #expect(across.gravityEffort(0) == 0)
    #expect(isNear(across.origin(ofBody: 0).x, 1.7))
  }

  /// On the moon and hanging from the ceiling, the weight follows the gravity that is given.
  @Test func gravityIsGiven() {
    let body = link(parent: -1, coordinate: 0, at: 0, mass: 1, com: 1, inertia: 0)
    let tree = KinematicTree(
      bodies: [body], coordinateCount: 1, gravity_W: Vector3(0, 0, 1.62))
    tree.update(positions: FixedArray([0.0]))
    #expect(isNear(tree.gravityEffort(0), 1.62))
  }

  /// 300 random trees of 1 to 12 bodies with all kinds of joints, against numeric derivatives of their
  /// energies.
  @Test func randomTreesAgreeWithTheirEnergies() {
    for seed in UInt64(1)...300 {
      var random = SeededRandom(seed: seed)
      let (bodies, coordinates) = randomTree(&random)
      let positions = (0..<coordinates).map { _ in random.number(-3...3) }
      let gravity = Vector3(random.number(-5...5), random.number(-5...5), random.number(-10...10))
      let tree = KinematicTree(
        bodies: bodies, coordinateCount: coordinates, gravity_W: gravity)
      tree.update(positions: FixedArray(positions))
      let reference = ReferenceTree(bodies: bodies, gravity: gravity)
      for coordinate in 0..<coordinates {
        let effort = reference.gravityEffort(positions, coordinate)
        let inertia = reference.inertia(positions, coordinate)
        let isRight =
          isNear(tree.gravityEffort(coordinate), effort, 1e-6 * (1 + abs(effort)))
          && isNear(tree.inertia(coordinate), inertia, 1e-6 * (1 + inertia))
        guard isRight else {
          Issue.record(
            """
            seed \(seed), joint \(coordinate): gravity \(tree.gravityEffort(coordinate)) for \(effort), \
            inertia \(tree.inertia(coordinate)) for \(inertia)
            """)
          return
        }
      }
    }
  }

  private func randomTree(_ random: inout SeededRandom) -> (bodies: [Body], coordinates: Int) {
    var bodies: [Body] = []
    var coordinates = 0
    for index in 0..<Int.random(in: 1...12, using: &random) {
      let motions: [Body.Motion] = [.fixed, .prismatic, .revolute, .revolute]
      let motion = motions.randomElement(using: &random) ?? .fixed
      bodies.append(
        Body(
          parent: Int.random(in: -1..<index, using: &random),
          coordinate: motion == .fixed ? -1 : coordinates, motion: motion, p_PB: vector(&random, 1),
          R_PB: .rollPitchYaw(vector(&random, 3)), axis_B: direction(&random),
          mass: random.number(0...3), com_B: vector(&random, 0.3),
          inertia_B: (
            Vector3(random.number(0.1...1), random.number(0.1...1), random.number(0.1...1)),
            vector(&random, 0.05)
          )))
      if motion != .fixed { coordinates += 1 }
    }
    return (bodies, coordinates)
  }

  private func vector(_ random: inout SeededRandom, _ size: Double) -> Vector3 {
    Vector3(
      random.number(-size...size), random.number(-size...size), random.number(-size...size))
  }

  private func direction(_ random: inout SeededRandom) -> Vector3 {
    let v = vector(&random, 1) + Vector3(1.5, 0, 0)
    return v / (v * v).sum().squareRoot()
  }

  @Test func refusesBodiesThatItCannotMove() async {
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: -1) }
    await #expect(processExitsWith: .failure) { makeTree(.prismatic, coordinate: 1) }
    await #expect(processExitsWith: .failure) { makeTree(.fixed, coordinate: 0) }
    await #expect(processExitsWith: .failure) { makeTree(.revolute, coordinate: 0, parent: 0) }
  }
}

/// A tree of one body, for what must trap.
private func makeTree(_ motion: Body.Motion, coordinate: Int, parent: Int = -1) {
  let body = Body(
    parent: parent, coordinate: coordinate, motion: motion, p_PB: .zero, R_PB: .identity(),
    axis_B: Vector3(0, 0, 1), mass: 1, com_B: .zero, inertia_B: (Vector3(1, 1, 1), .zero))
  _ = KinematicTree(bodies: [body], coordinateCount: 1)
}
