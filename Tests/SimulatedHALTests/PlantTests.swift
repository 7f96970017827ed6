import RobotDynamics
import RobotUnits
import SimulatedHAL
import Testing

/// The gear motor and its joint against closed forms. Motor of `Motor.parameters`: N kt = 2 V.s/rad,
/// R = 4 Ohm, eta = 0.5, on 12 V without internal resistance.
@Suite struct PlantTests {
  @Test func reachesItsNoLoadSpeed() {
    // 12 V / (2 V.s/rad) = 6 rad/s; nothing rubs.
    let bench = PlantBench([Motor.parameters()])
    bench.drive(forward: 1, reverse: 0)
    bench.run(2)
    #expect(abs(bench.velocity() - 6) < 0.001)
    // Slow decay: the speed is proportional to the duty.
    bench.drive(forward: 1, reverse: 0.75)
    bench.run(2)
    #expect(abs(bench.velocity() - 1.5) < 0.001)
    bench.drive(forward: 0.5, reverse: 1)
    bench.run(2)
    #expect(abs(bench.velocity() + 3) < 0.001)
  }

  @Test func speedsUpWithTheTimeConstantOfItsBackEMF() {
    // tau = J R / (eta (N kt)^2) = 0.05005 * 4 / (0.5 * 4) = 0.1001 s
    let bench = PlantBench([Motor.parameters()])
    bench.drive(forward: 1, reverse: 0)
    bench.run(0.1001)
    #expect(abs(bench.velocity() / 6 - (1 - 0.367_879)) < 0.005)
    bench.run(0.1001)
    #expect(abs(bench.velocity() / 6 - (1 - 0.135_335)) < 0.005)
  }

  @Test func stallsWithItsStallTorque() {
    // eta N kt V / R = 0.5 * 2 * 12 / 4 = 3 N.m: it holds 2.9 N.m against gravity, and 3.1 not.
    for (load, holds) in [(2.9, true), (3.1, false)] {
      let bench = PlantBench([Motor.parameters(coordinate: 0)], weights: [load])
      bench.drive(forward: 1, reverse: 0)
      bench.run(0.5)
      #expect((bench.velocity() > 0) == holds, "\(load) N.m")
    }
    // The stalled motor takes 12 V / 4 Ohm.
    let stuck = PlantBench([Motor.parameters(friction: 10)])
    stuck.drive(forward: 1, reverse: 0)
    stuck.run(0.1)
    #expect(stuck.plant.power() == PowerReading(busVolts: 12, amperes: 3))
  }

  @Test func brakesWhenShortedAndCoastsWhenOpen() {
    for (duty, isShorted) in [(1.0, true), (0.0, false)] {
      let bench = PlantBench([Motor.parameters()])
      bench.drive(forward: 1, reverse: 0)
      bench.run(1)
      bench.drive(forward: duty, reverse: duty)
      bench.run(0.2002)
      // Two time constants of braking, or no friction at all.
      #expect(abs(bench.velocity() / 6 - (isShorted ? 0.135_335 : 1)) < 0.005)
      #expect(bench.plant.power().amperes == 0)
    }
  }

  @Test func hangsWhereAPendulumHangs() {
    // A bridge that is open, and viscous friction: the pendulum ends below its joint.
    var parameters = Motor.parameters(coordinate: 0)
    parameters.start = 1
    parameters.damping = 1
    let bench = PlantBench([parameters], tree: PlantBench.pendulum)
    bench.run(12)
    #expect(abs(bench.position()) < 0.001)
    #expect(abs(bench.velocity()) < 0.001)
  }

  @Test func swingsWithThePeriodOfAPendulum() {
    // 1 kg at 0.5 m with the rotor's 0.05 kg.m^2: T = 2 pi sqrt((0.25 + 0.05005) / (9.81 * 0.5)).
    var parameters = Motor.parameters(coordinate: 0)
    parameters.start = 0.05
    let bench = PlantBench([parameters], tree: PlantBench.pendulum)
    var crossings: [Double] = []
    var last = bench.position()
    for step in 1...5000 {
      bench.run(0.001)
      let now = bench.position()
      if last > 0, now <= 0 { crossings.append(Double(step) * 0.001) }
      last = now
    }
    #expect(crossings.count == 3)
    #expect(abs((crossings[2] - crossings[0]) / 2 - 1.5545) < 0.004)
  }

  @Test func sticksUntilTheTorqueExceedsItsFriction() {
    // 0.4 N.m of Coulomb friction; the motor gives 3 N.m per unit of duty.
    let bench = PlantBench([Motor.parameters(friction: 0.4)])
    bench.drive(forward: 1, reverse: 1 - 0.13)
    bench.run(1)
    #expect(bench.position() == 0, "0.39 N.m")
    bench.drive(forward: 1, reverse: 1 - 0.14)
    bench.run(1)
    #expect(bench.position() > 0, "0.42 N.m")
    // Switched off, friction brings it to rest for good: 0.4 / 0.05005 rad/s^2.
    bench.drive(forward: 0, reverse: 0)
    bench.run(0.5)
    let rest = bench.position()
    bench.run(1)
    #expect(bench.position() == rest)
  }

  /// Without drive nothing but gravity does work: the energy of pendulum and rotor never grows.
  @Test(arguments: [0.0, 0.02])
  func gainsNoEnergyWithoutDrive(_ backlash: Double) {
    var parameters = Motor.parameters(coordinate: 0)
    parameters.start = 1.2
    parameters.backlash = backlash
    let bench = PlantBench([parameters], tree: PlantBench.pendulum)
    // Height of the highest point of each swing, which is all potential.
    var peaks: [Double] = []
    var (before, last) = (bench.position(), bench.position())
    for _ in 0..<8000 {
      bench.run(0.001)
      let now = bench.position()
      if abs(last) > abs(before), abs(last) > abs(now) { peaks.append(abs(last)) }
      (before, last) = (last, now)
    }
    #expect(peaks.count >= 4)
    for (earlier, later) in zip([1.2] + peaks, peaks) { #expect(later <= earlier + 2e-4) }
  }

  @Test func crossesItsBacklash() {
    // 0.1 rad of play; the motor turns back and forth against a link with friction of its own: none,
    // so the link keeps its speed until the other flank catches it.
    var parameters = Motor.parameters()
    parameters.backlash = 0.1
    parameters.stops = -0.2...0.2
    let bench = PlantBench([parameters])
    bench.drive(forward: 1, reverse: 0.9)
    bench.run(1)
    #expect(abs(bench.position() - 0.2) < 1e-9, "on its stop")
    bench.drive(forward: 0.9, reverse: 1)
    // The motor has 0.1 rad to go before the joint follows.
    bench.run(0.1)
    #expect(bench.position() > 0.199)
    bench.run(2)
    #expect(abs(bench.position() + 0.2) < 1e-9)
  }

  /// An arm that fell on its stop is lifted off it, through the backlash.
  @Test func leavesItsStopUnderLoad() {
    var parameters = Motor.parameters(coordinate: 0)
    parameters.backlash = 0.002
    parameters.stops = -0.1...0.1
    let bench = PlantBench([parameters], weights: [1])
    bench.run(1)
    #expect(bench.position() == -0.1)
    bench.drive(forward: 1, reverse: 0.5)
    bench.run(0.5)
    #expect(bench.position() > 0)
  }

  /// A rotor so light that explicit integration of the back-EMF would grow without bounds.
  @Test func staysStableWithALightRotor() {
    var parameters = Motor.parameters()
    parameters.armature = 1e-5
    parameters.resistance = 0.05
    let bench = PlantBench([parameters])
    bench.drive(forward: 1, reverse: 0)
    bench.run(0.5)
    #expect(abs(bench.velocity() - 6) < 0.001)
  }

  @Test func sagsUnderTheCurrentOfItsMotors() {
    // Two stalled motors of 4 Ohm on 12 V behind 1 Ohm: 4 A, 8 V.
    let bench = PlantBench(
      [Motor.parameters(friction: 10), Motor.parameters(friction: 10)], resistance: 1)
    bench.drive(0, forward: 1, reverse: 0)
    bench.drive(1, forward: 1, reverse: 0)
    bench.run(0.1)
    #expect(abs(bench.plant.power().amperes - 4) < 1e-6)
    #expect(abs(bench.plant.power().busVolts - 8) < 1e-6)
  }

  @Test func isCutByItsEnableLine() {
    let gate = SimulatedLine(level: false)
    let bench = PlantBench([Motor.parameters(friction: 10)], gate: gate)
    bench.drive(forward: 1, reverse: 0)
    bench.run(0.1)
    #expect(bench.plant.power().amperes == 3)
    gate.set(true)
    bench.run(0.002)
    #expect(bench.plant.power().amperes == 0)
  }

  /// Two joints that share posture and supply, each on a bus that runs ahead of the clock: which bus is
  /// served first changes no bit.
  @Test func doesNotDependOnTheOrderOfBuses() {
    func play(_ order: [Int]) -> [UInt64] {
      let bench = PlantBench(
        [
          Motor.parameters(friction: 0.05, coordinate: 0),
          Motor.parameters(friction: 0.05, coordinate: 1),
        ], tree: PlantBench.doublePendulum, resistance: 0.5)
      var bits: [UInt64] = []
      for cycle in 0..<500 {
        let start = Int64(cycle) * 2_000_000
        bench.clock.advance(to: MonotonicInstant(nanoseconds: start))
        var seen = [0.0, 0.0]
        for joint in order {
          // Each bus drives first and measures up to 1.3 ms later.
          let duty = Double((cycle / 40 + joint) % 3) * 0.3
          bench.plant.drive(
            joint: joint, forward: 1, reverse: 1 - duty,
            at: MonotonicInstant(nanoseconds: start + 100_000))
          seen[joint] = bench.plant.position(
            joint: joint, at: MonotonicInstant(nanoseconds: start + 1_300_000))
        }
        bits += seen.map(\.bitPattern)
        bits.append(bench.plant.power().busVolts.bitPattern)
      }
      return bits
    }
    #expect(play([0, 1]) == play([1, 0]))
  }
}
