import RobotControl
import TestSupport
import Testing

@Suite struct DCMotorTests {
  /// 12 V, 345:1, 8.7 mN.m/A, 2.3 Ohm, 80 %.
  let motor = DCMotor(
    supply: 12, gear: 345, torqueConstant: 0.0087, resistance: 2.3, efficiency: 0.8)

  /// Stall: 12 / 2.3 A times 0.8 * 345 * 0.0087 N.m/A = 12.528 N.m; free speed: 12 / 3.0015 rad/s.
  @Test func stallsAndRunsFreeAsItsConstantsSay() {
    #expect(abs(motor.effort(voltage: 12, velocity: 0) - 12.528) < 1e-9)
    #expect(abs(motor.effort(voltage: 12, velocity: 3.998_000_999_5)) < 1e-9)
    #expect(abs(motor.backEMF - 3.0015) < 1e-12)
    #expect(abs(motor.effortPerAmpere - 2.4012) < 1e-12)
  }

  /// 1.2006 N.m is 0.5 A: 1.15 V; at 2 rad/s against 6.003 V.
  @Test func asksForTheVoltageOfItsWinding() {
    #expect(abs(motor.voltage(effort: 1.2006, velocity: 0) - 1.15) < 1e-12)
    #expect(abs(motor.voltage(effort: 1.2006, velocity: 2) - 7.153) < 1e-12)
    #expect(abs(motor.voltage(effort: -1.2006, velocity: 2) - 4.853) < 1e-12)
  }

  @Test func voltageAndEffortAreInverse() {
    let seed: UInt64 = 3
    var random = SeededRandom(seed: seed)
    for _ in 0..<1_000 {
      let motor = DCMotor(
        supply: random.number(5...48), gear: random.number(1...500),
        torqueConstant: random.number(0.001...0.1), resistance: random.number(0.1...20),
        efficiency: random.number(0.3...1))
      let (effort, velocity) = (random.number(-10...10), random.number(-10...10))
      let back = motor.effort(
        voltage: motor.voltage(effort: effort, velocity: velocity), velocity: velocity)
      // The voltage may be dominated by the back-EMF, hence its share of the rounding.
      let size = abs(effort) + abs(motor.effort(voltage: 0, velocity: velocity))
      #expect(abs(back - effort) < 1e-14 * size, "seed \(seed), \(motor)")
    }
  }
}
