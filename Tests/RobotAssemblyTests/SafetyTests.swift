import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotUnits
import Testing

/// The `safety` of a robot file, and what the control cycle gets of it.
@Suite struct SafetyTests {
  private func model(_ safety: String, rate: String = "500 Hz") throws -> RobotModel {
    let text = """
      robot: one
      rate: \(rate)
      \(safety)
      buses: { main: { i2c: header, speed: 400 kHz } }
      devices:
        pwm: { driver: pca9685, bus: main, address: 0x41 }
        angle: { driver: as5600, bus: main }
      joints:
        elbow:
          actuator:
            bridge: [pwm.0, pwm.1]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }
          encoder: { device: angle, zero: 1.2 rad }
          limits: { position: [-90 deg, 90 deg], velocity: 3 rad/s, acceleration: 20 rad/s^2,
                    effort: 2 N.m }
          control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }
          on_loss: hold
      """
    let robot = try RobotFile.load(
      text: Array(text.utf8), file: "one.yaml", drivers: DriverCatalog.schemas)
    return try RobotModel(robot: robot, urdf: nil)
  }

  /// As Documentation/safety.md has them.
  @Test func defaultsToTheFaultTable() throws {
    let safety = try model("").safety
    #expect(safety.staleCycles == 3)
    #expect(safety.stallTime == 0.1)
    #expect(safety.overSpeedFactor == 1.2)
    #expect(safety.positionMargin == 0.1)
    #expect(safety.armingMargin == 0.03)
    #expect(safety.armingTime == 0.2)
    #expect(safety.followingError == 0.5)
    #expect(safety.followingErrorTime == 0.05)
    #expect(safety.jumpMargin == 0.05)
    #expect(safety.oscillation == 0.001)
    #expect(safety.motionStartTolerance == 0.02)
    #expect(safety.degradedSpeed == 0.25)
  }

  @Test func everyKeyReachesTheCycle() throws {
    let safety = try model(
      """
      safety: { stale: 10 ms, stall: 60 ms, over_speed: 1.5, position_margin: 0.2 rad,
                arming_margin: 0.08 rad, arming_time: 0.5 s, following_error: 0.3 rad,
                following_error_time: 20 ms, jump_margin: 0.4 rad, start_tolerance: 0.06 rad,
                degraded_speed: 0.1, oscillation: 5 mrad }
      """
    ).safety
    #expect(safety.staleCycles == 5)
    #expect(abs(safety.stallTime - 0.06) < 1e-15)
    #expect(safety.overSpeedFactor == 1.5)
    #expect(safety.positionMargin == 0.2)
    #expect(safety.armingMargin == 0.08)
    #expect(safety.armingTime == 0.5)
    #expect(safety.followingError == 0.3)
    #expect(safety.followingErrorTime == 0.02)
    #expect(safety.jumpMargin == 0.4)
    #expect(safety.oscillation == 0.005)
    #expect(safety.motionStartTolerance == 0.06)
    #expect(safety.degradedSpeed == 0.1)
  }

  /// A patient robot's loop holds its outputs, and its readings may be half a second old, at any rate.
  @Test(arguments: [("500 Hz", 250), ("4 Hz", 3)] as [(String, UInt32)])
  func bearsStalls(rate: String, cycles: UInt32) throws {
    var robot = try model("loop: { credits: { most: 5, regain: 2 s } }", rate: rate).robot
    robot.bearStalls()
    let model = try RobotModel(robot: robot, urdf: nil)
    #expect(model.safety.staleCycles == cycles)
    #expect(model.safety.stallTime == 2)
    #expect(model.robot.loop.overrun == .hold(1000))
    #expect(model.robot.loop.credits == nil)
  }

  /// Whole cycles, and of a period that has no exact decimals as many as a person would count.
  @Test(arguments: [
    ("2 ms", "500 Hz", 1), ("3.9 ms", "500 Hz", 1), ("4 ms", "500 Hz", 2), ("9 ms", "333 Hz", 3),
    ("500 ms", "10 kHz", 5000),
  ])
  func countsWholeCycles(stale: String, rate: String, cycles: UInt32) throws {
    #expect(try model("safety: { stale: \(stale) }", rate: rate).safety.staleCycles == cycles)
  }
}
