import RobotControl
import Testing

/// A 12 V motor, 345:1, 0.0087 N.m/A, 2.3 Ohm, 80 %: 2.4012 N.m/A and 3.0015 V.s/rad at the joint.
@Suite struct EffortExtrapolationTests {
  private let joint = EffortExtrapolation(
    effortLimit: 2.5,
    motor: DCMotor(
      supply: 12, gear: 345, torqueConstant: 0.0087, resistance: 2.3, efficiency: 0.8),
    direction: 1)

  /// 1 N.m, and 0.1 N.m more in each period: 1.3 N.m are 1.3 / 2.4012 * 2.3 = 1.24521 V, and 2 rad/s
  /// induce 6.003 V.
  @Test func goesOnWithTheLastChange() {
    let duty = joint.duty(effort: 1, change: 0.1, velocity: 2, periods: 3)
    #expect(abs(duty * 12 - 7.24821) < 1e-4)
    let held = joint.duty(effort: 1, change: 0, velocity: 2, periods: 3)
    #expect(abs(held * 12 - (1 / 2.4012 * 2.3 + 6.003)) < 1e-9)
  }

  /// 2.5 N.m are 2.39464 V.
  @Test func staysInsideTheEffortLimit() {
    #expect(
      abs(joint.duty(effort: 2.4, change: 0.3, velocity: 0, periods: 4) * 12 - 2.39464) < 1e-4)
    #expect(
      abs(joint.duty(effort: -2.4, change: -0.3, velocity: 0, periods: 4) * 12 + 2.39464) < 1e-4)
  }

  @Test func staysInsideTheSupply() {
    #expect(joint.duty(effort: 2, change: 0.1, velocity: 30, periods: 1) == 1)
    #expect(joint.duty(effort: 2, change: 0.1, velocity: -30, periods: 1) == -1)
  }

  @Test func turnsWithTheActuator() {
    var reversed = joint
    reversed.direction = -1
    #expect(
      reversed.duty(effort: 1, change: 0.1, velocity: 2, periods: 2)
        == -joint.duty(effort: 1, change: 0.1, velocity: 2, periods: 2))
  }

  @Test func isOffWithoutANumber() {
    for (effort, change, velocity) in [
      (Double.nan, 0.0, 0.0), (0, .infinity, 0), (0, 0, .nan), (.infinity, -.infinity, 0),
    ] {
      #expect(joint.duty(effort: effort, change: change, velocity: velocity, periods: 1) == 0)
    }
  }
}
