import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDynamics
import Testing

/// What a robot file says about Cartesian impedances, joined with the URDF.
@Suite struct CartesianImpedanceTests {
  /// Lines 18 to 27 behind the sample.
  private static let section = """
    cartesian_impedance:
      left:
        tip: hand
        stiffness:
          translation: [500 N/m, 400 N/m, 0 N/m]
          rotation: [0 N.m/rad, 0 N.m/rad, 20 N.m/rad]
        damping_ratio: 0.8
        posture: { stiffness: 2 N.m/rad, damping: 0.5 N.m.s/rad }
        limits: { force: 40 N, moment: 4 N.m }
        least_frequency: 0.5 Hz

    """

  @Test func isUnderstood() throws {
    let folder = try RobotFolder(
      robot: Sample.robot + Self.section, files: ["sample.urdf": Sample.urdf()])
    let model = try LoadedRobot(robotPath: folder.robot, boardPath: nil).model
    let hold = try #require(model.holds.first)
    #expect(hold.joints == [0])
    let law = hold.configuration.law
    // base, arm, hand.
    #expect(hold.configuration.body == 2)
    #expect(law.translationStiffness == Vector3(500, 400, 0))
    #expect(law.rotationStiffness == Vector3(0, 0, 20))
    #expect(law.translationDamping == Vector3(0.8, 0.8, 0.8))
    #expect(law.forceLimit == 40 && law.momentLimit == 4)
    #expect(abs(law.leastFrequency - 3.141_592_653_589_793) < 1e-12)
    #expect(hold.configuration.postureStiffness == 2)
    #expect(hold.configuration.postureDamping == 0.5)
  }

  @Test func linksMustBeTheURDFs() throws {
    let tip = try errors(("tip: hand", "tip: hant"))
    #expect(tip.map(\.keyPath) == ["cartesian_impedance.left.tip"])
    #expect(tip.first?.position.map { "\($0)" } == "20:10")
    #expect(tip.first?.allowed == "arm, base, hand")
    let base = try errors(("tip: hand", "tip: hand\n    base: bas"))
    #expect(base.map(\.keyPath) == ["cartesian_impedance.left.base"])
    #expect(base.first?.position.map { "\($0)" } == "21:11")
  }

  @Test func baseMustCarryTheTipByAJoint() throws {
    let behind = try errors(("tip: hand", "tip: arm\n    base: hand"))
    #expect(behind.first?.problem == "the link \"hand\" does not carry the tip \"arm\"")
    let fixed = try errors(("tip: hand", "tip: hand\n    base: arm"))
    #expect(
      fixed.first?.problem == "none of this robot's joints is between \"arm\" and \"hand\"")
  }

  @Test func jointsMustFit() throws {
    let integral = try errors(
      ("law: impedance, kp", "law: pid, ki: 10 N.m/(rad.s), integral_limit: 1 N.m, kp"))
    #expect(integral.map(\.keyPath) == ["cartesian_impedance.left"])
    #expect(integral.first?.hint == "write joints.hinge.control.law: impedance")
    let yields = try errors(
      (
        "law: impedance, kp",
        "law: impedance, admittance: { stiffness: 5 N.m/rad, damping: 1 N.m.s/rad, "
          + "mass: 0.05 kg.m^2, offset_limit: 20 deg, rate_limit: 1 rad/s, source: motor }, kp"
      ))
    #expect(yields.first?.hint == "remove joints.hinge.control.admittance")
    let second = Self.section.replacing("cartesian_impedance:\n  left", with: "  right")
    let twice = try errors(section: Self.section + second)
    #expect(twice.map(\.keyPath) == ["cartesian_impedance.right"])
    #expect(twice.first?.problem == "the joint \"hinge\" holds the tip of \"left\" already")
  }

  /// A hand that turns with the hinge moves the tip more than the hinge's own axis says.
  @Test func jointsWithFollowersHoldNoTip() throws {
    let urdf = Sample.urdf().replacing(
      "<parent link=\"arm\"/>", with: "<mimic joint=\"hinge\"/><parent link=\"arm\"/>")
    let folder = try RobotFolder(
      robot: Sample.robot + Self.section, files: ["sample.urdf": urdf])
    let errors = RobotCheck.run(robotPath: folder.robot, boardPath: nil).errors
    #expect(errors.map(\.keyPath) == ["cartesian_impedance.left"])
    #expect(errors.first?.problem.contains("\"wrist\" follows \"hinge\" (mimic)") == true)
  }

  private func errors(
    section: String = section, _ changes: (String, String)...
  ) throws -> [ConfigurationError] {
    let robot = changes.reduce(Sample.robot + section) { $0.replacing($1.0, with: $1.1) }
    let folder = try RobotFolder(robot: robot, files: ["sample.urdf": Sample.urdf()])
    return RobotCheck.run(robotPath: folder.robot, boardPath: nil).errors
  }
}
