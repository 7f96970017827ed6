import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import Testing

/// What a robot file says about transmissions, joined with what the URDF and the limits say.
@Suite struct TransmissionTests {
  /// R. L. Norton's linkage ("Design of Machinery"): from crank_zero 80 deg its rocker turns back 20 deg
  /// below and 54 deg above.
  private static let linkage =
    "{ four_bar: { ground: 100 mm, crank: 40 mm, coupler: 120 mm, rocker: 80 mm, assembly: open, "
    + "crank_zero: 80 deg } }"

  @Test func rangeAcrossAToggleIsRefused() throws {
    let report = try check(transmission: Self.linkage)
    let error = try #require(report.errors.first)
    #expect(error.position.map { "\($0)" } == "14:5")
    #expect(error.keyPath == "joints.hinge.transmission")
    #expect(error.problem.contains("crank and coupler line up"))
    #expect(error.hint == "narrow limits.position, or change crank_zero, assembly or the links")
    let narrow = ("position: [-90 deg, 90 deg]", "position: [-12 deg, 40 deg]")
    #expect(try check(transmission: Self.linkage, narrow).errors.isEmpty)
  }

  @Test func linksThatDoNotCloseAreRefused() throws {
    let short = Self.linkage.replacing("coupler: 120 mm", with: "coupler: 12 mm")
    let error = try #require(try check(transmission: short).errors.first)
    #expect(error.keyPath == "joints.hinge.transmission")
    #expect(error.problem.contains("do not reach each other"))
  }

  @Test func typeMustBeTheURDFs() throws {
    let slider = try check(urdf: Sample.urdf(type: "prismatic"))
    #expect(slider.errors.first?.hint?.contains("type: prismatic") == true, "\(slider.errors)")
    let hinge = try check(robot: Self.slider(), urdf: Sample.urdf())
    #expect(hinge.errors.first?.problem.contains("revolute") == true, "\(hinge.errors)")
    let both = try check(robot: Self.slider(), urdf: Sample.urdf(type: "prismatic"))
    #expect(both.errors.isEmpty, "\(both.errors)")
    #expect(both.joints.map(\.isPrismatic) == [true])
    #expect(both.joints.map(\.upper) == [0.03])
  }

  /// 180 deg behind a belt of 2.5 : 1 are 450 deg at the shaft.
  @Test func encoderOnTheShaftMustNotComeRound() throws {
    let onShaft = ("zero: 1.2 rad", "zero: 1.2 rad, side: actuator")
    let report = try check(transmission: "{ ratio: 2.5 }", onShaft)
    #expect(report.errors.map(\.keyPath) == ["joints.hinge.encoder"])
    #expect(report.errors.first?.hint?.contains("ratio below 1") == true)
    let slow = ("zero: 1.2 rad", "zero: 1.2 rad, side: actuator, ratio: 0.75")
    #expect(try check(transmission: "{ ratio: 2.5 }", slow).errors.isEmpty)
    #expect(try check(transmission: "{ ratio: 2.5 }").errors.isEmpty, "on the joint")
  }

  /// A transmission of constant rate is another gear of the motor: 345 * 2.5, and the rotor by its square.
  @Test func constantRatesAreGears() throws {
    let armature = ("resistance: 4.44 Ohm", "resistance: 4.44 Ohm, armature: 0.004 kg.m^2")
    let belt = try model(transmission: "{ ratio: 2.5 }", armature)
    #expect(belt.joints[0].motor.gear == 862.5)
    #expect(abs(belt.joints[0].armature - 0.025) < 1e-15)
    #expect(belt.joints[0].linkage == nil)
    // 345 * 2 pi / 8 mm, efficiency 0.9 * 0.7; 0.004 kg.m^2 * (2 pi / 8 mm)^2 = 2467.4 kg.
    let folder = try RobotFolder(
      robot: Self.slider().replacing(
        armature.0, with: "\(armature.1), efficiency: 0.9"),
      files: ["sample.urdf": Sample.urdf(type: "prismatic")])
    let screw = try LoadedRobot(robotPath: folder.robot, boardPath: nil).model.joints[0]
    #expect(abs(screw.motor.gear - 270_962.366_372_119_7) < 1e-6)
    #expect(abs(screw.motor.efficiency - 0.63) < 1e-15)
    #expect(abs(screw.armature - 2467.401_100_272) < 1e-6)
    #expect(screw.lever == 0.1)
    let long = try RobotFolder(
      robot: Self.slider().replacing(
        "type: prismatic\n", with: "type: prismatic\n    lever: 50 mm\n"),
      files: ["sample.urdf": Sample.urdf(type: "prismatic")])
    #expect(try LoadedRobot(robotPath: long.robot, boardPath: nil).model.joints[0].lever == 0.05)
  }

  /// The linkage is turned so that shaft and joint move up together.
  @Test(arguments: ["open", "crossed"])
  func linkageCountsWithItsJoint(_ assembly: String) throws {
    let narrow = ("position: [-90 deg, 90 deg]", "position: [-6 deg, 12 deg]")
    let text = Self.linkage.replacing("assembly: open", with: "assembly: \(assembly)")
    let model = try model(transmission: text, narrow)
    #expect(model.joints[0].motor.gear == 345, "seen from the crank")
    for joint in [-0.1, 0, 0.2] { #expect(model.transmissions[0].rate(joint: joint) > 0) }
    #expect(abs(model.transmissions[0].actuatorPosition(joint: 0)) < 1e-14)
  }

  // MARK: Robots

  /// The sample as a prismatic joint on a screw of 8 mm.
  private static func slider() -> String {
    Sample.robot
      .replacing("  hinge:\n", with: "  hinge:\n    type: prismatic\n")
      .replacing(
        "    encoder: { device: angle, zero: 1.2 rad }",
        with: "    transmission: { screw: { lead: 8 mm, efficiency: 0.7 } }\n"
          + "    encoder: { device: angle, zero: 1.2 rad, travel: 40 mm }"
      )
      .replacing(
        "[-90 deg, 90 deg], velocity: 2 rad/s, acceleration: 10 rad/s^2, effort: 1 N.m",
        with: "[0 mm, 30 mm], velocity: 2 mm/s, acceleration: 100 mm/s^2, effort: 80 N"
      )
      .replacing("kp: 20 N.m/rad, kd: 0.8 N.m.s/rad", with: "kp: 20000 N/m, kd: 500 N.s/m")
  }

  private static func robot(
    _ transmission: String, _ changes: [(String, String)]
  ) -> String {
    let text = Sample.robot.replacing(
      "    encoder: {", with: "    transmission: \(transmission)\n    encoder: {")
    return changes.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  private func check(
    transmission: String, _ changes: (String, String)...
  ) throws -> CheckReport {
    try check(robot: Self.robot(transmission, changes), urdf: Sample.urdf())
  }

  private func check(robot: String = Sample.robot, urdf: String) throws -> CheckReport {
    let folder = try RobotFolder(robot: robot, files: ["sample.urdf": urdf])
    return RobotCheck.run(robotPath: folder.robot, boardPath: nil)
  }

  private func model(
    transmission: String, _ changes: (String, String)...
  ) throws -> RobotModel {
    let folder = try RobotFolder(
      robot: Self.robot(transmission, changes), files: ["sample.urdf": Sample.urdf()])
    return try LoadedRobot(robotPath: folder.robot, boardPath: nil).model
  }
}
