import RobotControl
import RobotCore
import RobotUnits
import Testing

/// What a linkage and a prismatic joint change in the control cycle.
@Suite struct TransmissionTests {
  /// R. L. Norton's linkage, the crank at 80 deg: its rate there and 20 deg further, by his equation 6.18,
  /// omega_4 = omega_2 a sin(theta_2 - theta_3) / (c sin(theta_4 - theta_3)).
  private static func linkage() throws -> FourBarTransmission {
    try FourBarTransmission(
      links: .init(ground: 100, crank: 40, coupler: 120, rocker: 80), assembly: .open,
      crankZero: 1.396_263_401_595_463_6, range: -0.25...0.75)
  }

  /// 1 N.m without stiffness takes 1 / 2.4012 A * 2.3 Ohm of 12 V at a joint without linkage; behind one
  /// the motor is geared by the linkage's rate.
  @Test(arguments: [
    (0.0, 1.896_337_174_980_853), (0.187_498_799_501_462_1, 1.853_316_352_770_997_5),
  ])
  func motorIsSeenThroughItsLinkage(position: Double, rate: Double) throws {
    let linkage = try Self.linkage()
    let geared = JointConfiguration.small {
      $0.linkage = linkage
      $0.bounds = ReferenceLimiter.Bounds(
        lower: -0.2, upper: 0.7, velocity: 3, acceleration: 20)
    }
    // On both places of a pair, and on the first of an odd one.
    let bench = Bench([.small(), geared, geared])
    bench.activate(at: 0, position, position)
    bench.send(
      JointTarget(position: .nan, velocity: .nan, kp: 0, kd: 0, feedForward: 1), valid: 50)
    bench.run(20)
    #expect(bench.state == .active)
    let plain = 0.079_821_200_510_855_69
    #expect(abs(bench.joint(0).duty - plain) < 1e-12)
    for joint in [1, 2] { #expect(abs(bench.joint(joint).duty - plain / rate) < 1e-12) }
    #expect(abs(bench.joint(1).appliedEffort - 1) < 1e-15)
  }

  /// 0.1 rad beyond a limit is a fault; at a lever of 0.1 m that is 10 mm.
  @Test(arguments: [(0.0098, false), (0.0102, true)])
  func marginsAreTakenAtTheLever(beyond: Double, isFault: Bool) {
    let bench = Bench([
      .small {
        $0.lever = 0.1
        $0.bounds = ReferenceLimiter.Bounds(
          lower: -0.02, upper: 0.02, velocity: 3, acceleration: 20)
      }
    ])
    bench.activate(at: 0.02)
    bench.samples[0].position = 0.02 + beyond
    bench.run(5)
    #expect((bench.cycle.fault?.code == .positionLimit) == isFault)
  }
}
