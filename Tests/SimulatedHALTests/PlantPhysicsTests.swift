import Glibc
import RobotDynamics
import RobotUnits
import Testing

@testable import SimulatedHAL

/// The plant's tree against mechanics, in physical units.
@Suite struct PlantPhysicsTests {
  /// Two pendulums of 1 kg and 0.5 m with rotors of 0.05 kg.m^2, swinging chaotically from 2 rad: after
  /// 10 s they have their energy to 0.2 %.
  @Test func keepsItsEnergy() {
    var dynamics = PlantDynamics(
      [Self.free(0, start: 2), Self.free(1, start: 1)],
      KinematicTree(bodies: PlantBench.doublePendulum, coordinateCount: 2), touches: [])
    let start = Self.energy(dynamics)
    // Above the lowest, where it would be - 3 m g l.
    let swing = start + 3 * 9.81 * 0.5
    var (worst, fastest) = (0.0, 0.0)
    for _ in 0..<80_000 {
      for joint in 0..<2 {
        dynamics.joints[joint].begin(
          drive: GearMotorJoint.Drive(forward: 0, reverse: 0), supply: 12, 1.25e-4)
      }
      dynamics.advance()
      worst = max(worst, abs(Self.energy(dynamics) - start) / swing)
      fastest = max(fastest, abs(dynamics.joints[0].velocity))
    }
    #expect(worst < 2e-3, "\(worst) of \(swing) J")
    #expect(fastest > 4, "it swung")
  }

  /// K = 1/2 m l^2 (2 w1^2 + (w1 + w2)^2 + 2 w1 (w1 + w2) cos q2) + 1/2 J (w1^2 + w2^2),
  /// V = - m g l (2 cos q1 + cos(q1 + q2)).
  private static func energy(_ dynamics: borrowing PlantDynamics) -> Double {
    let (q1, q2) = (dynamics.joints[0].position, dynamics.joints[1].position)
    let (w1, w2) = (dynamics.joints[0].velocity, dynamics.joints[1].velocity)
    let both = w1 + w2
    let masses = 0.5 * 0.25 * (2 * w1 * w1 + both * both + 2 * w1 * both * cos(q2))
    let rotors = 0.5 * 0.05005 * (w1 * w1 + w2 * w2)
    return masses + rotors - 9.81 * 0.5 * (2 * cos(q1) + cos(q1 + q2))
  }

  /// g t^2 / 2 = 1.22625 m in 0.5 s; of a first-order step g t dt / 2 = 0.3 mm are wrong.
  @Test func fallsFreely() {
    var parameters = Self.free(0)
    parameters.armature = 1e-6
    let bench = PlantBench([parameters], weights: [19.62])
    bench.run(0.5)
    #expect(abs(bench.position() + 1.226_25) < 4e-4)
    #expect(abs(bench.velocity() + 4.905) < 0.01)
  }

  /// T = 4 sqrt(I / (m g l)) K(sin(a / 2)) with the complete elliptic integral K: from 2 rad
  /// 4 sqrt(0.30005 / 4.905) 2.087438 = 2.065147 s, a third longer than for small swings.
  @Test(arguments: [(1.0, 1.657_107), (2.0, 2.065_147), (3.0, 3.995_754)])
  func swingsWithTheExactPeriod(_ amplitude: Double, _ period: Double) {
    let bench = PlantBench([Self.free(0, start: amplitude)], tree: PlantBench.pendulum)
    var crossings: [Double] = []
    var last = amplitude
    for step in 1...12_000 {
      bench.run(0.001)
      let now = bench.position()
      if last > 0, now <= 0 { crossings.append((Double(step) + now / (last - now)) * 0.001) }
      last = now
    }
    let found = (crossings[2] - crossings[0]) / 2
    #expect(abs(found / period - 1) < 5e-4, "\(found) s")
  }

  /// At right angles M = m l^2 ((3, 1), (1, 1)) + 0.05005 = ((0.80005, 0.25), (0.25, 0.30005)): 1 N.m at
  /// the second joint turns the first one back, M^-1 (0, 1) = (-1.40802, 4.50593) rad/s^2. After 80 steps of
  /// 0.125 ms they have gone a dt^2 80 81 / 2 = 5.0625e-5 a.
  @Test func jointsMoveEachOther() {
    // Upright axes: gravity does not turn them.
    let bodies = [Self.flat(parent: -1, at: .zero), Self.flat(parent: 0, at: Vector3(0.5, 0, 0))]
    let bench = PlantBench([Self.free(0), Self.free(1, start: .pi / 2)], tree: bodies)
    bench.plant.push(joint: 1, effort: 1)
    bench.run(0.01)
    #expect(abs(bench.position(0) / 5.0625e-5 + 1.408_02) < 0.01)
    #expect(abs((bench.position(1) - .pi / 2) / 5.0625e-5 - 4.505_93) < 0.01)
  }

  /// Friction of 0.3 N.m holds the second pendulum to the bit while the first one swings, and lets it go
  /// where 0.5 kg.m of weight need more.
  @Test func frictionHoldsInAMovingTree() {
    var parameters = [Self.free(0, start: 0.05), Self.free(1)]
    parameters[1].friction = 0.3
    let bench = PlantBench(parameters, tree: PlantBench.doublePendulum)
    bench.run(3)
    #expect(bench.position(1) == 0)
    bench.plant.push(joint: 1, effort: 1)
    bench.run(0.1)
    #expect(bench.position(1) > 0)
  }

  /// Driven against its stop with 3 N.m and thrown against it, a joint stands exactly there, and the
  /// other end stays free.
  @Test func stopsHold() {
    var parameters = Self.free(0, start: 0.5)
    parameters.stops = -0.2...1
    let bench = PlantBench([parameters], tree: PlantBench.pendulum)
    var least = 0.0
    for _ in 0..<1000 {
      bench.run(0.001)
      least = min(least, bench.position())
    }
    #expect(least >= -0.2 && least < -0.1999)
    bench.drive(forward: 0, reverse: 1)
    bench.run(1)
    #expect(bench.position() == -0.2)
    bench.drive(forward: 1, reverse: 0)
    bench.run(0.2)
    #expect(bench.position() > -0.2)
  }

  /// 5 N sideways at its end hold a pendulum of 1 kg at atan(5 / 9.81) = 0.471365 rad; 2 N.m at its joint
  /// at asin(2 / 4.905) = 0.419985 rad.
  @Test func isMovedByHand() {
    var parameters = Self.free(0)
    parameters.damping = 1.5
    let bench = PlantBench([parameters], tree: PlantBench.pendulum)
    bench.plant.push(body: 0, at: Vector3(0, 0, -0.5), force_W: Vector3(0, 5, 0))
    bench.run(15)
    #expect(abs(bench.position() - 0.471_365) < 1e-5)
    bench.plant.push(body: 0, force_W: .zero)
    bench.plant.push(joint: 0, effort: 2)
    bench.run(15)
    #expect(abs(bench.position() - 0.419_985) < 1e-5)
    // A moment at the body is the same.
    bench.plant.push(joint: 0, effort: 0)
    bench.plant.push(body: 0, force_W: .zero, moment_W: Vector3(2, 0, 0))
    bench.run(1)
    #expect(abs(bench.position() - 0.419_985) < 1e-5)
  }

  /// A joint that nothing rubs and nothing drives.
  private static func free(_ coordinate: Int, start: Double = 0) -> GearMotorJoint.Parameters {
    var parameters = Motor.parameters(coordinate: coordinate)
    parameters.start = start
    return parameters
  }

  private static func flat(parent: Int, at place: Vector3) -> Body {
    Body(
      parent: parent, coordinate: parent + 1, motion: .revolute, p_PB: place, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: 1, com_B: Vector3(0.5, 0, 0),
      inertia_B: (diagonal: .zero, products: .zero))
  }
}
