import Glibc
import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import Testing

/// Joints behind transmissions track in their own units: the daemon's loop, chips, and the plant, which has
/// the mechanism itself.
@Suite struct TransmissionTests {
  /// A stage on a screw of 8 mm: 10 mm about the middle of its 30 mm, at 0.25 Hz. One count of the encoder
  /// is 9.8 um of the stage.
  @Test(arguments: ["side: actuator, ratio: 0.2", "travel: 40 mm, direction: -1"])
  func screwTracksInMillimetres(_ encoder: String) throws {
    var robot = try VirtualRobot(try Fixture.model(Self.stage(encoder)))
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.015], in: 2) == Refusal.none)
    #expect(abs(robot.positions[0] - 0.015) < 5e-5)
    let error = try Self.error(&robot, about: 0.015, amplitude: 0.01, frequency: 0.25)
    print("screw, 10 mm at 0.25 Hz, \(encoder): RMS \(error.rms * 1e6) um")
    #expect(error.rms < 5e-5)
    #expect(error.travel > 0.0195)
    #expect(robot.faults.isEmpty)
    // At rest nothing pulls at it: what is left is the encoder's count, 0.4 N at 40 kN/m, to and fro.
    robot.run(seconds: 1)
    #expect(abs(robot.joints[0].appliedEffort) < 2)
  }

  /// The core's margins are taken at a lever of 0.1 m: a motion may start 2 mm from the reference, as it may
  /// 0.02 rad.
  @Test func marginsOfAScrewAreMillimetres() throws {
    var robot = try VirtualRobot(try Fixture.model(Self.stage("travel: 40 mm")))
    #expect(robot.armAndSettle() == Refusal.none)
    let start = robot.references[0]
    for (distance, refusal) in [(0.0025, Refusal.motionStartsElsewhere), (0.0015, .none)] {
      let knots = robot.upload(duration: 1) { _, _ in
        MotionPoint(position: start + distance, velocity: 0, acceleration: 0)
      }
      #expect(robot.ask(.startMotion, knotCount: knots) == refusal)
    }
  }

  /// The arm's elbow behind a linkage whose rate changes from 1.3 to 2.3 over its range; gravity, friction,
  /// backlash, and the encoder on either side of it.
  @Test(arguments: ["joint", "actuator"])
  func linkageTracksUnderLoad(_ side: String) throws {
    var robot = try VirtualRobot(arm: { Self.arm($0, side: side) })
    let linkage = try #require(robot.model.joints[2].linkage)
    #expect(linkage.rate(joint: 0.55) / linkage.rate(joint: -0.55) > 1.5)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let error = try Self.error(&robot, joint: 2, about: 0, amplitude: 0.5, frequency: 0.5)
    print("four-bar, 0.5 rad at 0.5 Hz, encoder on the \(side): RMS \(error.rms * 1e3) mrad")
    #expect(error.rms < 0.01)
    #expect(error.travel > 0.98)
    #expect(robot.faults.isEmpty)
  }

  /// A belt of 2.5 : 1 behind a gear of 138 : 1 is a gear of 345 : 1.
  @Test func beltTracksAsAGear() throws {
    var robot = try VirtualRobot(
      try Fixture.model(
        Fixture.hinge
          .replacing("gear: 345", with: "gear: 138")
          .replacing("armature: 0.028 kg.m^2", with: "armature: 0.00448 kg.m^2")
          .replacing(
            "encoder: { device: angle, zero: 6.2 rad }",
            with: "transmission: { ratio: 2.5 }\n"
              + "    encoder: { device: angle, zero: 6.2 rad, side: actuator }")))
    var direct = try VirtualRobot(try Fixture.model(Fixture.hinge))
    for goal in [0.7, -0.7] {
      if goal > 0 {
        #expect(robot.armAndSettle() == Refusal.none)
        #expect(direct.armAndSettle() == Refusal.none)
      }
      #expect(robot.move(to: [goal], in: 1) == Refusal.none)
      #expect(direct.move(to: [goal], in: 1) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.01)
      #expect(abs(robot.positions[0] - direct.positions[0]) < 0.002)
    }
  }

  // MARK: Robots and motions

  private static func stage(_ encoder: String) -> String {
    """
    robot: stage
    rate: 500 Hz
    buses: { only: { i2c: header, speed: 400 kHz } }
    devices:
      pwm:   { driver: pca9685, bus: only, address: 0x40, frequency: 1 kHz }
      angle: { driver: as5600, bus: only }
    joints:
      stage:
        type: prismatic
        actuator:
          bridge: [pwm.0, pwm.1]
          motor: { supply: 12 V, gear: 30, kt: 6.73 mN.m/A, resistance: 4.44 Ohm,
                   armature: 1e-4 kg.m^2 }
        transmission: { screw: { lead: 8 mm, efficiency: 0.7 } }
        encoder: { device: angle, zero: 2.5 rad, \(encoder) }
        limits: { position: [0 mm, 30 mm], velocity: 20 mm/s, acceleration: 200 mm/s^2,
                  effort: 80 N }
        control: { law: impedance, kp: 40000 N/m, kd: 2000 N.s/m }
        on_loss: hold

    """
  }

  static func arm(_ text: String, side: String) -> String {
    text.replacing(
      "encoder: { device: elbow_angle, zero: 3.306 rad }\n    limits:\n      "
        + "position: [-1.69 rad, 1.69 rad]",
      with: """
        transmission:
              four_bar: { ground: 100 mm, crank: 40 mm, coupler: 120 mm, rocker: 60 mm,
                          assembly: open, crank_zero: 100 deg }
            encoder: { device: elbow_angle, zero: 3.306 rad, side: \(side) }
            limits:
              position: [-0.6 rad, 0.6 rad]
        """
    )
    .replacing(
      "motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,\n"
        + "               armature: 0.028 kg.m^2, backlash: 0.1 deg }\n"
        + "    transmission:",
      with:
        "motor: { supply: 12 V, gear: 240, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,\n"
        + "               armature: 0.014 kg.m^2, backlash: 0.1 deg }\n"
        + "    transmission:")
  }

  /// Plays a sine of one joint for three periods; how far the plant was from the reference, after the
  /// first half period, and how far it went.
  private static func error(
    _ robot: inout VirtualRobot, joint moved: Int = 0, about center: Double, amplitude: Double,
    frequency: Double
  ) throws -> (rms: Double, travel: Double) {
    let rest = robot.references
    let rise = 0.5 / frequency
    let w = 2 * Double.pi * frequency
    var (sum, count) = (0.0, 0.0)
    var (low, high) = (Double.infinity, -Double.infinity)
    let refusal = robot.play(duration: 3 / frequency) { joint, time in
      guard joint == moved else {
        return MotionPoint(position: rest[joint], velocity: 0, acceleration: 0)
      }
      let t = min(time / rise, 1)
      let ramp = t * t * t * (10 - 15 * t + 6 * t * t)
      let rampRate = time < rise ? 30 * t * t * (1 - t) * (1 - t) / rise : 0
      let rampCurve = time < rise ? 60 * t * (1 - t) * (1 - 2 * t) / (rise * rise) : 0
      let (s, c) = (sin(w * time), cos(w * time))
      return MotionPoint(
        position: center + amplitude * ramp * s,
        velocity: amplitude * (rampRate * s + ramp * w * c),
        acceleration: amplitude * (rampCurve * s + 2 * rampRate * w * c - ramp * w * w * s))
    } _: { snapshot in
      guard snapshot.motionTime > rise, snapshot.source == .motion else { return }
      let now = snapshot.joints[moved]
      let error = now.referencePosition - now.measuredPosition
      sum += error * error
      count += 1
      low = min(low, now.measuredPosition)
      high = max(high, now.measuredPosition)
    }
    #expect(refusal == Refusal.none)
    #expect(count > 500)
    return ((sum / count).squareRoot(), high - low)
  }
}
