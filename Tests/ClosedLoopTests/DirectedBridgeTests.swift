import RobotAssembly
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A joint behind a TB6612: PWM, IN1 and IN2 on three channels of a PCA9685, STBY on a line.
@Suite struct DirectedBridgeTests {
  private func robot(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.example("tb6612", edit))
  }

  @Test(arguments: ["", "direction: -1\n      "])
  func itTracksAMotion(_ direction: String) throws {
    var robot = try robot { $0.replacing("bridge: {", with: "\(direction)bridge: {") }
    #expect(robot.armAndSettle() == Refusal.none)
    for goal in [0.8, -0.8] {
      #expect(robot.move(to: [goal], in: 2) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.005, "\(robot.positions)")
    }
    #expect(robot.joints[0].maximumError < 0.05, "\(robot.joints[0].maximumError)")
    #expect(robot.faults.isEmpty)
  }

  /// The direction inputs are full ON or full OFF, never a PWM, and never both in a motion.
  @Test func theInputsFollowTheSignOfTheDuty() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    let chip = try #require(robot.pwmChips.first)
    var signs: Set<Double> = []
    _ = robot.play(
      duration: 1,
      point: { _, time in
        QuinticSegment.point(
          from: MotionPoint(position: 0, velocity: 0, acceleration: 0),
          to: MotionPoint(position: 0.8, velocity: 0, acceleration: 0), duration: 1, at: time)
      }
    ) { _ in
      let inputs = (chip.duty(1), chip.duty(2))
      #expect((inputs.0 == 0 || inputs.0 == 1) && (inputs.1 == 0 || inputs.1 == 1), "\(inputs)")
      if chip.duty(0) > 0 { signs.insert(inputs.0 - inputs.1) }
    }
    #expect(signs.isSuperset(of: [1, -1]))
  }

  @Test func standbyIsReleasedByArmingAndDroppedByAFault() throws {
    var robot = try robot()
    let standby = try #require(robot.world.line(named: "standby"))
    robot.run(cycles: 20)
    #expect(!standby.isHigh)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(standby.isHigh)
    robot.world.plant.push(joint: 0, effort: 0.2)
    robot.run(seconds: 0.5)
    let before = robot.positions[0]
    try #require(robot.world.line(named: "estop")).set(true)
    robot.run(cycles: 1)
    #expect(robot.fault == .emergencyStop && !standby.isHigh)
    robot.run(seconds: 0.2)
    #expect(robot.positions[0] > before + 0.01, "nothing holds it")
    #expect(robot.pins[1] == 0 && robot.pins[2] == 0, "open behind the line too")
    #expect(robot.system.makeSafe().isEmpty)
    #expect(!standby.isHigh)
  }

  @Test func anActiveLowStandbyStandsBeforeAnInverter() throws {
    var robot = try robot {
      $0.replacing("output: active_high, safe: low", with: "output: active_low, safe: high")
    }
    let standby = try #require(robot.world.line(named: "standby"))
    robot.run(cycles: 20)
    #expect(standby.isHigh)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(!standby.isHigh)
    #expect(robot.move(to: [0.5], in: 1) == Refusal.none)
    #expect(abs(robot.positions[0] - 0.5) < 0.005)
  }

  @Test func aPWMDeviceThatIsLostStopsTheRobot() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    robot.wires[0].cut(0x41)
    robot.run(cycles: 4)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
    #expect(try #require(robot.world.line(named: "standby")).isHigh == false)
  }

  /// Both forms behind one chip, and the loop's commands ahead of time.
  @Test func itSharesAChipWithATwoInputBridge() throws {
    let other = """
        other:
          actuator:
            bridge: [pwm.4, pwm.3]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
                     armature: 0.028 kg.m^2 }
          encoder: { device: far_angle, zero: 0.3 rad }
          limits: { position: [-1 rad, 1 rad], velocity: 2 rad/s, acceleration: 10 rad/s^2,
                    effort: 1.5 N.m }
          control: { law: impedance, kp: 20 N.m/rad, kd: 0.8 N.m.s/rad }
          on_loss: hold

      """
    var robot = try robot { text in
      (text + other).replacing(
        "  angle: {", with: "  far_angle: { driver: as5048b, bus: main }\n  angle: {"
      ).replacing("rate: 200 Hz", with: "rate: 200 Hz\nloop: { overrun: { extrapolate: 2 } }")
    }
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.5, -0.5], in: 1) == Refusal.none)
    #expect(abs(robot.positions[0] - 0.5) < 0.005 && abs(robot.positions[1] + 0.5) < 0.005)
    robot.stepper.stepWithoutControl(robot.world.clock)
    robot.run(seconds: 0.2)
    #expect(robot.faults.isEmpty)
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(seconds: 0.5)
    // Open: both inputs low; the two-input bridge low throughout.
    #expect((1...4).allSatisfy { robot.pins[$0] == 0 })
  }

  @Test func whatTheFileSaysWrong() throws {
    let text = try Fixture.exampleText("tb6612")
    func refusals(_ old: String, _ new: String) -> [String] {
      Fixture.refusals(text.replacing(old, with: new))
    }
    let path = "joints.wheel_arm.actuator.bridge"
    #expect(
      refusals("in2: pwm.2", "in2: pwm.1") == [
        "20:46: \(path).in2: PWM, IN1 and IN2 need a channel each"
      ])
    #expect(
      refusals("in2: pwm.2, ", "").first?.hasPrefix("20:7: \(path).in2: missing") == true)
    #expect(
      refusals("in2: pwm.2", "in2: pwm.16").first
        == "20:46: \(path).in2: \"pwm\" (pca9685) has no channel 16")
    #expect(
      refusals("standby: standby }", "standby: estop }").first
        == "20:62: \(path).standby: the line \"estop\" is an input")
    #expect(
      refusals("active_high, safe: low", "active_high, safe: high").first
        == "20:62: \(path).standby: the safe level of \"standby\" switches the bridge on: high is its "
        + "active level")
    #expect(
      refusals("bridge: { pwm: pwm.0, in1: pwm.1, in2: pwm.2, standby: standby }", "bridge: pwm.0")
        .first?.hasPrefix("20:15: \(path): expected a list, found text") == true)
    #expect(refusals("in1: pwm.1", "in1: GPIO22").first?.hasPrefix("20:34: \(path).in1: ") == true)
  }
}
