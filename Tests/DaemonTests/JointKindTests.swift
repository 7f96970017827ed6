import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  @Suite struct JointKindTests {
    /// A rotary joint, and behind it one on a screw.
    private static let robot = """
      robot: lift
      rate: 100 Hz
      buses:
        left: { i2c: header, speed: 400 kHz }
        right: { i2c: mux, speed: 400 kHz }
      devices:
        pwm: { driver: pca9685, bus: left, address: 0x41 }
        turn: { driver: as5600, bus: left }
        travel: { driver: as5600, bus: right }
      joints:
        shoulder:
          actuator:
            bridge: [pwm.0, pwm.1]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }
          encoder: { device: turn, zero: 1.2 rad }
          limits: { position: [-90 deg, 90 deg], velocity: 2 rad/s, acceleration: 10 rad/s^2,
                    effort: 1 N.m }
          control: { law: impedance, kp: 20 N.m/rad, kd: 0.8 N.m.s/rad }
          on_loss: hold
        slider:
          type: prismatic
          actuator:
            bridge: [pwm.2, pwm.3]
            motor: { supply: 12 V, gear: 30, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }
          transmission: { screw: { lead: 2 mm } }
          encoder: { device: travel, zero: 1.2 rad, travel: 40 mm }
          limits: { position: [0 mm, 30 mm], velocity: 20 mm/s, acceleration: 100 mm/s^2,
                    effort: 80 N }
          control: { law: impedance, kp: 20000 N/m, kd: 500 N.s/m }
          on_loss: hold

      """

    @Test func tellsHowEachJointMoves() throws {
      let directory = try TemporaryDirectory()
      let daemon = try Daemon(
        robot: try directory.file("robot.yaml", Self.robot), in: directory)
      let brain = try Brain(daemon)
      #expect(brain.info.joints.map(\.name) == ["shoulder", "slider"])
      #expect(try brain.jointKinds() == [.revolute, .prismatic])
    }

    /// What is wrong with a knot is told in the units of its joint.
    @Test func tellsLimitsInTheUnitsOfTheJoint() throws {
      let directory = try TemporaryDirectory()
      let daemon = try Daemon(
        robot: try directory.file("robot.yaml", Self.robot), in: directory)
      let brain = try Brain(daemon)
      for (positions, words) in [
        ([2.0, 0.01], "shoulder at 2.0 rad is outside"),
        ([0.0, 0.5], "slider at 0.5 m is outside 0.0...0.03 m"),
      ] {
        try brain.succeed(.trajectoryBegin(knotCount: 2, jointCount: 2))
        let knot = Knot(
          time: 0,
          joints: positions.map { KnotJoint(position: $0, velocity: 0, acceleration: 0) })
        let result = try brain.ask(.trajectoryKnots(TrajectoryKnots(first: 0, knots: [knot])))
        #expect(result.code == .invalid)
        #expect(result.english.contains(words), "\(result.english)")
        #expect(result.chinese.contains(words.contains("slider") ? "0.5 m 超出" : "2.0 rad 超出"))
      }
    }
  }
}
