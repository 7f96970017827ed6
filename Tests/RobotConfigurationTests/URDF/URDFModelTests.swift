import Testing

@testable import RobotConfiguration

struct URDFModelTests {
  @Test func everythingIsRead() throws {
    let robot = try urdfModel(of: fullURDF)
    #expect(robot.name == "full")
    #expect(robot.file == "r.urdf")
    #expect(robot.rootLink == "base")
    #expect(
      robot.links.map(\.name)
        == ["base", "upper", "lower", "slider", "wheel", "tool", "plate", "ball"])
    #expect(
      robot.joints.map(\.name) == ["shoulder", "elbow", "rail", "axle", "flange", "table", "loose"])
    #expect(
      robot.joints.map(\.kind)
        == [.revolute, .revolute, .prismatic, .continuous, .fixed, .planar, .floating])
    #expect(robot.link(named: "tool")?.position == SourcePosition(line: 14, column: 3))
    #expect(robot.joint(named: "nothing") == nil)
  }

  @Test func inertial() throws {
    let inertial = try #require(try urdfModel(of: fullURDF).link(named: "base")?.inertial)
    #expect(inertial.mass == 2.5)
    #expect(inertial.origin.xyz == SIMD3(0.1, -0.2, 0.3))
    #expect(inertial.origin.rpy == SIMD3(0.1, 0.2, -0.3))
    let tensor = inertial.inertia
    #expect((tensor.ixx, tensor.iyy, tensor.izz) == (0.03, 0.04, 0.05))
    #expect((tensor.ixy, tensor.ixz, tensor.iyz) == (0.001, -0.002, 0.003))
    #expect(try urdfModel(of: fullURDF).link(named: "upper")?.inertial == nil)
  }

  @Test func joint() throws {
    let joint = try #require(try urdfModel(of: fullURDF).joint(named: "shoulder"))
    #expect((joint.parent, joint.child) == ("base", "upper"))
    #expect(joint.origin.xyz == SIMD3(1, 2, 3))
    #expect(joint.origin.rpy == SIMD3(0.4, 0.5, 0.6))
    #expect(joint.axis == SIMD3(0, 0.6, 0.8))
    #expect(joint.position == SourcePosition(line: 15, column: 3))
    let limit = try #require(joint.limit)
    #expect((limit.lower, limit.upper) == (-1.5, 1.25))
    #expect((limit.velocity, limit.effort) == (2, 7.5))
    #expect(joint.dynamics?.damping == 0.6)
    #expect(joint.dynamics?.friction == 0.052)
    let safety = try #require(joint.safetyController)
    #expect((safety.softLower, safety.softUpper) == (-1.4, 1.2))
    #expect((safety.kPosition, safety.kVelocity) == (15, 10))
    #expect(joint.mimic == nil)
  }

  /// Defaults: wiki.ros.org/urdf/XML/joint. Zero velocity and effort mean unspecified.
  @Test func defaults() throws {
    let joint = try #require(try urdfModel(of: fullURDF).joint(named: "elbow"))
    #expect(joint.axis == SIMD3(1, 0, 0))
    #expect(joint.origin == .identity)
    #expect(joint.dynamics == nil)
    #expect(joint.safetyController == nil)
    let limit = try #require(joint.limit)
    #expect((limit.lower, limit.upper) == (0, 1))
    #expect((limit.velocity, limit.effort) == (nil, nil))
    #expect(limit.position == SourcePosition(line: 25, column: 5))
    #expect(limit.velocityPosition == SourcePosition(line: 25, column: 32))
    #expect(limit.effortPosition == SourcePosition(line: 25, column: 43))
    let mimic = try #require(joint.mimic)
    #expect(mimic.joint == "shoulder")
    #expect((mimic.multiplier, mimic.offset) == (-0.5, 0.25))
    let plain = try urdfModel(of: urdfChain(mimicOfSecond: #"<mimic joint="j1"/>"#)).joints[1].mimic
    #expect((plain?.multiplier, plain?.offset) == (1, 0))
  }

  @Test func zeroAndMissingLimitsAreSaid() throws {
    #expect(
      try urdfWarnings(in: fullURDF) == [
        "25:32 joint 'elbow' / limit / velocity: 0 means unspecified",
        "25:43 joint 'elbow' / limit / effort: 0 means unspecified",
      ])
    #expect(
      try urdfWarnings(in: urdf(joint: #"<limit lower="0" upper="1"/>"#)) == [
        "4:1 joint 'j' / limit / velocity: unspecified",
        "4:1 joint 'j' / limit / effort: unspecified",
      ])
  }

  @Test func aComplaintReadsAsACompilersDo() {
    let complaint = URDFComplaint(
      file: "r.urdf", position: SourcePosition(line: 3, column: 7), path: "joint 'j' / axis",
      message: "the axis has no length", hint: "give a direction")
    #expect(
      complaint.description
        == "r.urdf:3:7: joint 'j' / axis: the axis has no length; give a direction")
    #expect(
      URDFErrors(errors: [complaint, complaint]).description.split(separator: "\n").count == 2)
  }

  @Test func aFileThatCannotBeReadIsOneError() {
    #expect(throws: URDFErrors.self) { try URDF.load(path: "/nowhere/r.urdf") }
    do {
      _ = try URDF.load(path: "/nowhere/r.urdf")
    } catch {
      #expect(
        error.description
          == "/nowhere/r.urdf:1:1: cannot be opened: No such file or directory; "
          + "check the path and its permissions")
    }
    do {
      _ = try URDF.load(path: "/dev/zero")
    } catch {
      #expect(error.errors.map(\.message) == ["not a regular file"])
    }
  }
}

/// Three links and two joints in a row, the second joint in line 3 with `mimicOfSecond` inside.
func urdfChain(mimicOfFirst: String = "", mimicOfSecond: String = "") -> String {
  """
  <robot name="r"><link name="a"/><link name="b"/><link name="c"/>
  <joint name="j1" type="continuous"><parent link="a"/><child link="b"/>\(mimicOfFirst)</joint>
  <joint name="j2" type="continuous"><parent link="b"/><child link="c"/>\(mimicOfSecond)</joint>
  </robot>
  """
}
