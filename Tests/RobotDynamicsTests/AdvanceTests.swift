import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// The tree's step in time.
@Suite struct AdvanceTests {
  /// 2 kg on rails with an armature of 0.5 kg against 30 N.s/m, from 1 m at 4 m/s under 7 N, 0.1 s:
  /// a = (7 - 30 * 4) / (2 + 0.5 + 0.1 * 30) = -20.545454..., v = 1.945454..., q = 1.194545...
  @Test func isImplicitInTheDamping() {
    let motion = Motion([Self.slider(mass: 2)], positions: [1], velocities: [4])
    motion.bench.tree.setArmature(0.5, ofCoordinate: 0)
    motion.advance(efforts: [7], damping: [30], by: 0.1)
    #expect(abs(motion.velocities[0] - 1.945_454_545_454_545) < 1e-14)
    #expect(abs(motion.positions[0] - 1.194_545_454_545_454) < 1e-14)
  }

  /// A mass that a million times as much damping as explicit steps bear brings to rest at once.
  @Test func staysStableWhateverTheDamping() {
    let motion = Motion([Self.slider(mass: 1e-3)], positions: [0], velocities: [5])
    for _ in 0..<100 { motion.advance(efforts: [0], damping: [1e6], by: 1e-3) }
    #expect(abs(motion.velocities[0]) < 1e-12)
    #expect(abs(motion.positions[0]) < 1e-8)
  }

  /// M(q) (v' - v) / dt = efforts - h(q, v) - B v', with M and h by other algorithms; q' = q + dt v'.
  @Test(arguments: [UInt64](1...100))
  func solvesItsEquation(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let bodies = random.bodies(Int.random(in: 2...14, using: &random))
    let count = bodies.count { $0.coordinate >= 0 }
    let (q, v) = (random.numbers(count, -3...3), random.numbers(count, -2...2))
    let (efforts, damping) = (random.numbers(count, -5...5), random.numbers(count, 0...50))
    let dt = 0.01
    let motion = Motion(bodies, positions: q, velocities: v)
    for joint in 0..<count {
      motion.bench.tree.setArmature(random.number(0...1), ofCoordinate: joint)
    }
    motion.advance(efforts: efforts, damping: damping, by: dt)
    let (inertia, bias) = (motion.bench.inertia(q), motion.bench.nonlinear(q, v))
    let accelerations = v.indices.map { (motion.velocities[$0] - v[$0]) / dt }
    let found = v.indices.map { product(inertia[$0], accelerations) + bias[$0] }
    let wanted = v.indices.map { efforts[$0] - damping[$0] * motion.velocities[$0] }
    #expect(distance(found, wanted) < 1e-8, "seed \(seed)")
    for joint in v.indices {
      #expect(motion.positions[joint] == q[joint] + dt * motion.velocities[joint], "seed \(seed)")
    }
  }

  /// Two pendulums of 1 kg and 0.5 m swing for 20 s: of the energy that they swing with less than a
  /// hundredth is gained or lost, where an explicit step of the same length gains more than a tenth.
  @Test func keepsTheEnergyOfASwing() {
    let bodies = [
      Self.pendulum(parent: -1, at: .zero), Self.pendulum(parent: 0, at: Vector3(0, 0, -0.5)),
    ]
    let motion = Motion(bodies, positions: [0.6, -0.3], velocities: [0, 0])
    let reference = ReferenceTree(bodies: bodies)
    let rest = reference.potential([0, 0])
    let start = reference.potential([0.6, -0.3]) - rest
    for _ in 0..<40_000 { motion.advance(efforts: [0, 0], damping: [0, 0], by: 5e-4) }
    let (q, v) = (motion.list(motion.positions), motion.list(motion.velocities))
    let kinetic = 0.5 * product(v, motion.bench.inertia(q).map { product($0, v) })
    let end = kinetic + reference.potential(q) - rest
    #expect(abs(end / start - 1) < 1e-2, "\(start) J to \(end) J")
  }

  /// A tree on its way.
  private final class Motion {
    let bench: TreeBench
    let positions: FixedArray<Double>
    let velocities: FixedArray<Double>

    init(_ bodies: [Body], positions: [Double], velocities: [Double]) {
      bench = TreeBench(bodies)
      self.positions = FixedArray(positions)
      self.velocities = FixedArray(velocities)
    }

    func advance(efforts: [Double], damping: [Double], by dt: Double) {
      bench.tree.advance(
        positions: positions, velocities: velocities, efforts: FixedArray(efforts),
        damping: FixedArray(damping), by: dt, bench.work)
    }

    func list(_ array: borrowing FixedArray<Double>) -> [Double] {
      (0..<array.count).map { array[$0] }
    }
  }

  private static func slider(mass: Double) -> Body {
    Body(
      parent: -1, coordinate: 0, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: mass, com_B: .zero, inertia_B: (.zero, .zero))
  }

  private static func pendulum(parent: Int, at place: Vector3) -> Body {
    Body(
      parent: parent, coordinate: parent + 1, motion: .revolute, p_PB: place, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: 1, com_B: Vector3(0, 0, -0.5), inertia_B: (.zero, .zero))
  }
}
