import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotDynamics
import Testing

/// What a robot file says about couplings, joined with what the joints and motors say.
@Suite struct CouplingTests {
  /// A differential's matrix, its inverse, and what the rotors make of it: (1 + 1) 0.004 kg.m^2.
  @Test func differentialIsAMatrix() throws {
    let model = try load("{ joints: [a, b], differential: { joint_ratios: [1, 1] } }").get()
    let coupling = try #require(model.couplings.first)
    #expect(coupling.joints == [0, 1])
    #expect(coupling.matrix == [[0.5, 0.5], [0.5, -0.5]])
    for (found, wanted) in zip(coupling.inverse.joined(), [1.0, 1, 1, -1]) {
      #expect(abs(found - wanted) < 1e-15)
    }
    #expect(coupling.directions == [1, -1])
    #expect(coupling.effortLimits == [.infinity, .infinity])
    #expect(coupling.motors.map(\.gear) == [345, 345])
    #expect(model.joints.map(\.motor.supply) == [.infinity, .infinity])
    for joint in model.joints { #expect(abs(joint.armature - 0.008) < 1e-15) }
  }

  /// ros2_control: joint 1 = (a1 / n1 + a2 / n2) / (2 m1).
  @Test func ratiosAreThoseOfROS() throws {
    let text =
      "{ joints: [b, a], differential: { actuator_ratios: [2, -4], joint_ratios: [1, 0.5] } }"
    let coupling = try #require(try load(text).get().couplings.first)
    #expect(coupling.joints == [1, 0])
    #expect(coupling.matrix == [[0.25, -0.125], [0.5, 0.25]])
    #expect(coupling.directions == [-1, 1])
  }

  @Test func singularMatrixIsRefused() throws {
    let error = try refusal("{ joints: [a, b], matrix: [[0.5, 0.5], [0.25, 0.25]] }")
    #expect(error.keyPath == "couplings.wrist.matrix")
    #expect(error.position.map { "\($0)" } == "30:36")
    #expect(error.problem.contains("singular: column 1"))
    #expect(error.allowed != nil)
    let near = try refusal("{ joints: [a, b], matrix: [[0.5, 0.5], [0.5, 0.5004]] }")
    #expect(near.problem.contains("nearly singular"))
    #expect(near.allowed == "at most 1000.0")
  }

  /// Two joints of 190 deg each turn a differential's shafts by 380 deg, 0.95 of a slow encoder's 400 deg.
  @Test func encoderOnAShaftMustNotComeRound() throws {
    let differential = "{ joints: [a, b], differential: { joint_ratios: [1, 1] } }"
    let wide = ("[-90 deg, 90 deg]", "[-95 deg, 95 deg]")
    let errors = try load(differential, side: "actuator", limits: wide).errors
    #expect(errors.map(\.keyPath) == ["joints.a.encoder", "joints.b.encoder"])
    #expect(errors.first?.problem.contains("\"wrist\"") == true)
    #expect(try load(differential, side: "actuator, ratio: 0.9", limits: wide).errors.isEmpty)
    #expect(try load(differential, limits: wide).errors.isEmpty)
  }

  /// Both motors stall at 0.00673 * 12 / 4.44 * 345 = 6.275 N.m, and are unloaded at 5.168 rad/s.
  @Test func limitsAreComparedWithAllMotors() throws {
    let matrix = "{ joints: [a, b], matrix: [[0.05, 0.05], [0.05, -0.05]] }"
    let strong = try load(matrix, limits: ("effort: 1 N.m", "effort: 1250 N.m"))
    #expect(strong.errors.isEmpty, "ten times 20 shaft turns of 6.275 N.m: 1255 N.m")
    let stronger = try load(matrix, limits: ("effort: 1 N.m", "effort: 1260 N.m"))
    #expect(
      stronger.errors.map(\.keyPath) == ["joints.a.limits.effort", "joints.b.limits.effort"])
    let fast = try load(matrix, limits: ("velocity: 2 rad/s", "velocity: 5.2 rad/s"))
    #expect(
      fast.errors.map(\.keyPath) == ["joints.a.limits.velocity", "joints.b.limits.velocity"])
  }

  /// A joint that mimics one of the robot's follows it, over another that does, and has a coordinate behind
  /// the robot's: q3 = -2 (0.5 q + 0.1) + 0.3.
  @Test func mimicJointsFollow() throws {
    let urdf = Sample.urdf()
      .replacing(
        "<link name=\"hand\"/>", with: "<link name=\"hand\"/><link name=\"finger\"/>"
      )
      .replacing(
        "<parent link=\"arm\"/><child link=\"hand\"/>",
        with: "<mimic joint=\"hinge\" multiplier=\"0.5\" offset=\"0.1\"/>"
          + "<parent link=\"arm\"/><child link=\"hand\"/>"
      )
      .replacing(
        "</robot>",
        with:
          "<joint name=\"tip\" type=\"revolute\"><parent link=\"hand\"/><child link=\"finger\"/>"
          + "<mimic joint=\"wrist\" multiplier=\"-2\" offset=\"0.3\"/>"
          + "<limit lower=\"-1\" upper=\"1\" velocity=\"1\" effort=\"1\"/></joint></robot>")
    let folder = try RobotFolder(robot: Sample.robot, files: ["sample.urdf": urdf])
    let model = try LoadedRobot(robotPath: folder.robot, boardPath: nil).model
    let found = model.followers.map { [Double($0.leader), $0.multiplier, $0.offset] }
    #expect(found.count == 2)
    for (found, wanted) in zip(found, [[0, 0.5, 0.1], [0, -1, 0.1]]) {
      for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-15) }
    }
    #expect(model.followers.map(\.coordinate) == [1, 2])
    #expect(model.makeTree().coordinateCount == 3)
  }

  /// Its joints are moved one by one.
  @Test func coupledMotorsStandBehindNoSimulator() throws {
    let model = try load("{ joints: [a, b], matrix: [[0.5, 0.5], [0.5, -0.5]] }").get()
    #expect(
      model.simulatorRefusals.map(\.description) == [
        "\(model.robot.file):30:36: couplings.wrist.matrix: motors that move several joints together (a, b) are in the "
          + "built-in plant only; allowed: behind a simulator: a motor for each joint; hint: leave --simulator out, or "
          + "give it a robot file without this coupling"
      ])
  }

  /// A tip's dampers do not know rotors that several joints share.
  @Test func coupledJointsHoldNoTip() throws {
    let errors = try load(
      "{ joints: [a, b], differential: { joint_ratios: [1, 1] } }",
      limits: ("rate: 500 Hz", "rate: 500 Hz\nurdf: { path: wrist.urdf }"),
      more: """
        cartesian_impedance:
          tool:
            tip: hand
            stiffness:
              translation: [500 N/m, 0 N/m, 0 N/m]
              rotation: [0 N.m/rad, 0 N.m/rad, 20 N.m/rad]
            posture: { stiffness: 2 N.m/rad, damping: 0.5 N.m.s/rad }
            limits: { force: 40 N, moment: 4 N.m }

        """, files: ["wrist.urdf": Self.arm]
    ).errors
    #expect(errors.map(\.keyPath) == ["cartesian_impedance.tool"])
    #expect(errors.first?.problem.contains("\"a\" shares its motors") == true)
    #expect(errors.first?.problem.contains("couplings.wrist") == true)
  }

  private static let arm = """
    <robot name="wrist">
      <link name="base"/><link name="fork"/><link name="hand"/>
      <joint name="a" type="revolute"><parent link="base"/><child link="fork"/><axis xyz="0 1 0"/>
        <limit lower="-1.6" upper="1.6" velocity="2" effort="1"/></joint>
      <joint name="b" type="revolute"><parent link="fork"/><child link="hand"/><axis xyz="1 0 0"/>
        <limit lower="-1.6" upper="1.6" velocity="2" effort="1"/></joint>
    </robot>
    """

  // MARK: Robots

  private struct Loaded {
    let errors: [ConfigurationError]
    private let model: RobotModel?

    init(_ model: RobotModel?, _ errors: [ConfigurationError]) {
      self.model = model
      self.errors = errors
    }

    func get() throws -> RobotModel { try #require(model, "\(errors)") }
  }

  private func refusal(_ coupling: String) throws -> ConfigurationError {
    try #require(try load(coupling).errors.first)
  }

  private func load(
    _ coupling: String, side: String = "joint", limits: (String, String) = ("", ""),
    more: String = "", files: [String: String] = [:]
  ) throws -> Loaded {
    let joints = zip(["a", "b"], ["1", "-1"]).enumerated().map { index, pair in
      """
        \(pair.0):
          actuator:
            bridge: [pwm.\(2 * index), pwm.\(2 * index + 1)]
            direction: \(pair.1)
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, armature: 0.004 kg.m^2 }
          encoder: { device: angle_\(pair.0), zero: 1.2 rad, side: \(side) }
          limits: { position: [-90 deg, 90 deg], velocity: 2 rad/s, acceleration: 10 rad/s^2, effort: 1 N.m }
          control: { law: impedance, kp: 20 N.m/rad, kd: 0.8 N.m.s/rad }
          on_loss: hold

      """
    }
    let text = """
      robot: wrist
      rate: 500 Hz
      buses:
        main: { i2c: header, speed: 400 kHz }
      devices:
        pwm: { driver: pca9685, bus: main, address: 0x41 }
        mux: { driver: tca9548a, bus: main, address: 0x71 }
        angle_a: { driver: as5600, bus: main, via: mux.0 }
        angle_b: { driver: as5600, bus: main, via: mux.1 }
      joints:
      \(joints.joined())couplings:
        wrist: \(coupling)

      """
    let folder = try RobotFolder(
      robot: text.replacing(limits.0, with: limits.1) + more, files: files)
    do throws(ConfigurationErrors) {
      return Loaded(try LoadedRobot(robotPath: folder.robot, boardPath: nil).model, [])
    } catch {
      return Loaded(nil, error.errors)
    }
  }
}
