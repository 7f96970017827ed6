import RobotControl
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

@testable import SimulatedHAL

/// Play and spring between rotor and link: closed forms, and that they make no energy.
@Suite struct ElasticPlantTests {
  /// Two masses on a spring: sqrt(k (1/J + 1/I)), k = 3000 N.m/rad, J = 0.05, I = 0.2 kg.m^2, so 273.86
  /// rad/s = 43.587 Hz.
  @Test func ringsAtItsResonance() {
    let rig = ElasticRig(
      Self.parameters(compliance: .init(stiffness: 3000, damping: 0)), inertia: 0.2)
    rig.push(velocity: 1)
    var crossings: [Double] = []
    var last = 0.0
    for step in 1...8000 {
      rig.drift()
      let twist = rig.joint.twist
      if last < 0, twist >= 0 {
        crossings.append((Double(step) - twist / (twist - last)) * ElasticRig.step)
      }
      last = twist
    }
    let period = (crossings[40] - crossings[0]) / 40
    #expect(abs(1 / period - 43.587) < 0.01, "\(1 / period) Hz")
  }

  /// zeta = c / 2 sqrt((1/J + 1/I) / k): with c = 1.0954 N.m.s/rad 0.05, each period by
  /// exp(-2 pi zeta / sqrt(1 - zeta^2)) = 0.73014.
  @Test func dampsAsItsDamper() {
    let rig = ElasticRig(
      Self.parameters(compliance: .init(stiffness: 3000, damping: 1.095_445)), inertia: 0.2)
    rig.push(velocity: 1)
    var peaks: [Double] = []
    var (before, last) = (0.0, 0.0)
    for _ in 0..<2000 {
      rig.drift()
      let twist = rig.joint.twist
      if last > before, last > twist { peaks.append(last) }
      (before, last) = (last, twist)
    }
    for period in 0..<6 {
      #expect(abs(peaks[period + 1] / peaks[period] - 0.730_14) < 2e-3)
    }
  }

  /// Whatever the masses, spring, play, and transmission: no step adds energy when nothing drives.
  @Test(arguments: [UInt64](1...40))
  func gainsNoEnergy(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    func decade(_ range: ClosedRange<Double>) -> Double {
      var value = 1.0
      let exponent = random.number(range)
      for _ in 0..<Int(abs(exponent)) { value *= exponent < 0 ? 0.1 : 10 }
      return value * random.number(1...9)
    }
    let isDamped = random.number(0...1) < 0.5
    var parameters = Self.parameters(
      compliance: .init(stiffness: decade(1...6), damping: isDamped ? decade(-2...2) : 0))
    parameters.armature = decade(-5 ... -1)
    parameters.backlash = random.number(0...1) < 0.7 ? random.number(0...0.05) : 0
    parameters.transmission =
      random.number(0...1) < 0.5
      ? .ratio(try RatioTransmission(ratio: random.number(0.2...5)))
      : .screw(try ScrewTransmission(lead: random.number(0.001...0.1), efficiency: 1))
    let rig = ElasticRig(parameters, inertia: decade(-4...0))
    rig.push(velocity: random.number(-20...20))
    var energy = rig.energy
    for step in 0..<4000 {
      rig.drift()
      let now = rig.energy
      let grown = now - energy
      if grown > 1e-9 * energy + 1e-15 {
        Issue.record("seed \(seed), step \(step): \(energy) J to \(now) J, \(parameters)")
        return
      }
      energy = now
    }
  }

  /// A linkage's rate changes within a step; what that adds stays below a part in ten thousand.
  @Test func linkageGainsNoEnergy() throws {
    var parameters = Self.parameters(compliance: .init(stiffness: 2000, damping: 0.5))
    parameters.transmission = .fourBar(try Self.norton())
    parameters.stops = -10...10
    let rig = ElasticRig(parameters, inertia: 0.1)
    rig.push(velocity: 2)
    let start = rig.energy
    var (least, most, travel) = (start, start, 0.0)
    for _ in 0..<8000 {
      rig.drift()
      most = max(most, rig.energy)
      least = min(least, rig.energy)
      travel = max(travel, abs(rig.joint.position))
    }
    #expect(most <= start * (1 + 1e-4), "\(most) J from \(start) J")
    #expect(travel > 0.3, "it went through the linkage's range")
    #expect(least > 0.3 * start, "only the damper took something")
  }

  /// A loaded spring does not turn a rotor that friction holds: 0.3 N.m of weight, 0.4 N.m of friction.
  @Test func frictionHoldsALoadedSpring() {
    var parameters = Self.parameters(
      coordinate: 0, compliance: .init(stiffness: 600, damping: 5))
    parameters.friction = 0.4
    parameters.armature = 1e-4
    let bench = PlantBench([parameters], weights: [0.3])
    bench.run(1)
    let rotor = bench.plant.rotorPosition(joint: 0, at: bench.clock.now)
    #expect(abs(bench.position() - rotor + 0.3 / 600) < 1e-7)
    bench.run(2)
    #expect(bench.plant.rotorPosition(joint: 0, at: bench.clock.now) == rotor)
  }

  /// Stalled against its stop the spring is wound up by the torque: 3 N.m / 600 N.m/rad = 5 mrad.
  @Test func windsUp() {
    var parameters = Self.parameters(compliance: .init(stiffness: 600, damping: 5))
    parameters.stops = -1...0
    let bench = PlantBench([parameters])
    bench.drive(forward: 1, reverse: 0)
    bench.run(2)
    #expect(bench.position() == 0)
    #expect(abs(bench.plant.rotorPosition(joint: 0, at: bench.clock.now) - 0.005) < 1e-6)
  }

  /// 12 V / (2 V.s/rad) = 6 rad/s at the shaft; a screw of 5 mm then moves 6 * 0.005 / 2 pi m/s, with
  /// and without a spring.
  @Test(arguments: [nil, GearMotorJoint.Compliance(stiffness: 500, damping: 1)])
  func screwReachesItsSpeed(_ compliance: GearMotorJoint.Compliance?) throws {
    var parameters = Self.parameters(compliance: compliance)
    parameters.transmission = .screw(try ScrewTransmission(lead: 0.005, efficiency: 1))
    let bench = PlantBench([parameters])
    bench.drive(forward: 1, reverse: 0)
    bench.run(2)
    #expect(abs(bench.velocity() - 0.004_774_648_292_756_86) < 1e-7)
  }

  /// Through a screw 3 N.m at the shaft hold 2 pi / 0.005 m * 3 N.m = 3769.911 N: a little less sinks.
  @Test func screwHoldsItsLoad() throws {
    for (newtons, sinks) in [(3760.0, false), (3780, true)] {
      var parameters = Self.parameters(coordinate: 0)
      parameters.transmission = .screw(try ScrewTransmission(lead: 0.005, efficiency: 1))
      let bench = PlantBench([parameters], weights: [newtons])
      bench.drive(forward: 1, reverse: 0)
      bench.run(2)
      #expect((bench.position() < 0) == sinks)
    }
  }

  /// At the crank 6 rad/s; the rocker follows by Norton's rate at its place.
  @Test func linkageFollowsItsCrank() throws {
    var parameters = Self.parameters()
    parameters.transmission = .fourBar(try Self.norton())
    let bench = PlantBench([parameters])
    bench.drive(forward: 1, reverse: 0)
    bench.run(0.15)
    for _ in 0..<20 {
      bench.run(0.005)
      let crank = bench.plant.rotorPosition(joint: 0, at: bench.clock.now)
      let rocker = try Self.norton().jointPosition(actuator: crank)
      #expect(abs(bench.position() - rocker) < 2e-3)
    }
    #expect(bench.position() > 0.2)
  }

  private static func norton() throws -> FourBarTransmission {
    try FourBarTransmission(
      links: .init(ground: 100, crank: 40, coupler: 120, rocker: 80), assembly: .open,
      crankZero: 1.4, range: -0.25...0.7)
  }

  private static func parameters(
    coordinate: Int = -1, compliance: GearMotorJoint.Compliance? = nil
  ) -> GearMotorJoint.Parameters {
    var parameters = Motor.parameters(coordinate: coordinate)
    parameters.compliance = compliance
    return parameters
  }
}

/// One joint that carries `inertia` and nothing else, step by step.
private final class ElasticRig {
  static let step = 1.25e-4
  /// What even an empty joint carries, as the plant says it.
  private static let empty = 5e-5
  private var dynamics: PlantDynamics
  private let inertia: Double

  /// `inertia`: [kg.m^2 or kg].
  init(_ parameters: GearMotorJoint.Parameters, inertia: Double) {
    var parameters = parameters
    parameters.coordinate = 0
    self.inertia = inertia
    let body = Body(
      parent: -1, coordinate: 0, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: inertia - Self.empty, com_B: .zero,
      inertia_B: (diagonal: .zero, products: .zero))
    dynamics = PlantDynamics(
      [parameters], KinematicTree(bodies: [body], coordinateCount: 1, gravity_W: .zero),
      touches: [])
  }

  var joint: GearMotorJoint { dynamics.joints[0] }

  /// Gives the rotor a velocity, by one step of a bridge of no resistance to speak of.
  func push(velocity: Double) {
    // One step at stall: dt eta N kt V / R / J.
    let p = joint.parameters
    let gain = Self.step * p.efficiency * p.gear * p.torqueConstant / p.resistance / p.armature
    advance(forward: 1, supply: velocity / gain)
  }

  /// One step with the bridge open.
  func drift() { advance(forward: 0, supply: 12) }

  private func advance(forward: Double, supply: Double) {
    dynamics.joints[0].begin(
      drive: GearMotorJoint.Drive(forward: forward, reverse: 0), supply: supply, Self.step)
    dynamics.advance()
  }

  /// Kinetic energy of both masses and what the spring holds beyond the play [J].
  var energy: Double {
    let joint = joint
    let stretch = max(abs(joint.twist) - joint.parameters.backlash / 2, 0)
    return 0.5 * joint.parameters.armature * joint.motorVelocity * joint.motorVelocity
      + 0.5 * inertia * joint.velocity * joint.velocity
      + 0.5 * (joint.parameters.compliance?.stiffness ?? 0) * stretch * stretch
  }
}
