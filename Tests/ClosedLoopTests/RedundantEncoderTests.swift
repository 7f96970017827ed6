import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Second encoders on the simulated bus, wherever the two sit.
@Suite struct RedundantEncoderTests {
  /// The hinge behind `transmission`, with a second encoder that may be `tolerance` away.
  private static func hinge(
    _ transmission: String, _ encoder: String, _ second: String, tolerance: String = "1 deg"
  ) -> String {
    Fixture.hinge
      .replacing(
        "angle: { driver: as5600, bus: only }",
        with:
          "angle: { driver: as5600, bus: only }\n  check: { driver: as5600l, bus: only, address: 0x41 }"
      )
      .replacing(
        "    encoder: { device: angle, zero: 6.2 rad }",
        with:
          "    transmission: \(transmission)\n    encoder: { device: angle, zero: 6.2 rad\(encoder) }\n"
          + "    redundant_encoder: { device: check, zero: 0.4 rad\(second), tolerance: \(tolerance) }"
      )
  }

  private static let linkage =
    "{ four_bar: { ground: 100 mm, crank: 40 mm, coupler: 120 mm, rocker: 60 mm, assembly: open, "
    + "crank_zero: 100 deg } }"

  /// Two encoders that stand still and move together see the joint in one place, within a degree, at 1.8 rad/s.
  @Test(
    arguments: [
      hinge("{ ratio: 1 }", "", ", direction: -1"),
      hinge("{ ratio: 2.5 }", ", side: actuator, ratio: 0.5", ", direction: -1, ratio: 2"),
      hinge("{ ratio: 2.5 }", "", ", side: actuator, ratio: 0.5"),
      hinge(linkage, ", side: actuator", ""), hinge(linkage, "", ", side: actuator, direction: -1"),
    ])
  func agreeAlongTheWholeWay(_ text: String) throws {
    let text =
      text.contains("four_bar")
      ? text.replacing("[-1 rad, 1 rad]", with: "[-20 deg, 20 deg]") : text
    var robot = try VirtualRobot(try Fixture.model(text))
    #expect(robot.armAndSettle() == Refusal.none, "\(robot.blocks)")
    let bounds = robot.model.joints[0].bounds
    for goal in [bounds.upper, bounds.lower, 0] {
      let way = goal - robot.references[0]
      #expect(robot.ask(.jog, joint: 0, displacement: way, speed: 1.8) == Refusal.none)
      robot.run(seconds: 2)
      #expect(abs(robot.positions[0] - goal) < 0.05)
    }
    #expect(robot.faults.isEmpty && robot.lifecycle == .active, "\(robot.faults)")
  }

  @Test func agreeOnASlide() throws {
    let text = Self.hinge(
      "{ screw: { lead: 8 mm, efficiency: 0.7 } }", ", side: actuator, ratio: 0.2",
      ", travel: 40 mm",
      tolerance: "0.3 mm"
    )
    .replacing("  hinge:\n    actuator", with: "  hinge:\n    type: prismatic\n    actuator")
    .replacing(
      "limits: { position: [-1 rad, 1 rad], velocity: 3 rad/s, acceleration: 20 rad/s^2,\n"
        + "              effort: 2.5 N.m }",
      with:
        "limits: { position: [0 mm, 30 mm], velocity: 20 mm/s, acceleration: 200 mm/s^2, effort: 80 N }"
    )
    .replacing("kp: 40 N.m/rad, kd: 1.5 N.m.s/rad", with: "kp: 40000 N/m, kd: 2000 N.s/m")
    .replacing("gear: 345", with: "gear: 100").replacing("0.028 kg.m^2", with: "0.0005 kg.m^2")
    var robot = try VirtualRobot(try Fixture.model(text))
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.ask(.jog, joint: 0, displacement: 0.02, speed: 0.01) == Refusal.none)
    robot.run(seconds: 4)
    #expect(robot.faults.isEmpty && abs(robot.positions[0] - 0.02) < 1e-3, "\(robot.faults)")
    // 1 mm at 40 mm per turn.
    robot.world.magnets["check"]?.slip(by: 2 * .pi / 40)
    robot.run(cycles: 10)
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .encoderDisagreement && abs(fault.limit - 0.3e-3) < 1e-12)
    #expect(abs(fault.value - 1e-3) < 0.1e-3)
  }

  /// What is told names the second encoder.
  @Test func aSecondEncoderThatFailsIsNamed() throws {
    let text = Self.hinge("{ ratio: 1 }", "", "").replacing(
      "address: 0x41 }", with: "address: 0x41, errors: { degrade: 2, fault: 20 } }")
    var robot = try VirtualRobot(try Fixture.model(text))
    #expect(robot.armAndSettle() == Refusal.none)
    let device = FaultPlace.device(I2CAddress(0x41))
    robot.world.buses[0].inject(
      FaultPlan(
        seed: 5,
        [
          PlannedFault(
            .noAddressAcknowledge, at: device, from: robot.world.clock.now, probability: 0.6)
        ]))
    robot.run(seconds: 2)
    let slowed = try #require(robot.degradations.first)
    #expect(slowed.code == .encoderDegraded)
    let fault = try #require(robot.faults.first)
    for (code, joint, device) in [
      (slowed.code.rawValue, slowed.joint, slowed.device),
      (fault.code.rawValue, fault.joint, fault.device),
    ] { #expect(robot.model.robot.blamedDevice(code, joint: joint, device: device) == "check") }
  }

  /// A magnet that slipped while the robot was off: not armed, and both readings are told.
  @Test func aSlippedMagnetIsNotArmed() throws {
    var robot = try VirtualRobot(
      try Fixture.model(Self.hinge("{ ratio: 1 }", "", "", tolerance: "5 deg")))
    robot.world.magnets["angle"]?.slip(by: 0.2)
    robot.run(cycles: 20)
    #expect(robot.ask(.arm) == .encodersDisagree)
    let block = try #require(robot.blocks.first)
    #expect(abs(block.readings.x - 0.2) < 2e-3 && abs(block.readings.y) < 2e-3)
    let text = Refusal.encodersDisagree.text(
      jointName: "hinge", deviceName: "check", readings: ["0.2 rad", "0 rad"])
    #expect(
      text.english.contains(
        "joint hinge: its two encoders see it at 0.2 rad and 0 rad, the second (check)"))
    #expect(text.chinese.contains("0.2 rad 和 0 rad，第二个（check）"))
    #expect(robot.model.robot.deviceNames[block.device] == "check")
  }

  /// A servo is measured by itself, and by an encoder on a bus.
  @Test func aServoHasOneToo() throws {
    let model = try Fixture.so101 { text in
      text.replacing(
        "buses:", with: "buses:\n  extra: { i2c: header, speed: 400 kHz }"
      ).replacing(
        "devices:", with: "devices:\n  check: { driver: as5600, bus: extra }"
      ).replacing(
        "\n    limits:",
        with:
          "\n    redundant_encoder: { device: check, zero: 2 rad, tolerance: 3 deg }\n    limits:",
        maxReplacements: 1)
    }
    #expect(model.robot.joints[0].redundantEncoder != nil)
    var robot = try VirtualRobot(model)
    #expect(robot.stand(at: ServoRobotTests.center) == Refusal.none)
    #expect(robot.ask(.jog, joint: 0, displacement: 0.3, speed: 1) == Refusal.none)
    robot.run(seconds: 1)
    #expect(robot.faults.isEmpty && robot.lifecycle == .active)
    robot.world.magnets["check"]?.slip(by: 0.1)
    robot.run(cycles: 10)
    #expect(robot.faults.first?.code == .encoderDisagreement)
  }

  @Test func checkShowsBoth() throws {
    let folder = Fixture.root + "/Robots/bench/robot.yaml"
    let joints = RobotCheck.run(robotPath: folder, boardPath: nil).joints
    #expect(
      joints.map(\.encoder) == [
        "damps_angle via mux.0 = damps_check via mux.2", "coasts_angle via mux.1",
      ])
  }
}
