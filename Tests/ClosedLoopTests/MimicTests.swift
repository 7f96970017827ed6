import FoundationEssentials
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotUnits
import Testing

/// A finger whose outer joint follows the driven one, `q2 = 0.8 q + 0.1`, as its URDF's `mimic` says.
@Suite struct MimicTests {
  private static let urdf = """
    <robot name="finger">
      <link name="palm"/>
      <link name="inner"><inertial><origin xyz="0.1 0 0"/><mass value="0.2"/>
        <inertia ixx="1e-5" iyy="1e-4" izz="1e-4" ixy="0" ixz="0" iyz="0"/></inertial></link>
      <link name="outer"><inertial><origin xyz="0.05 0 0"/><mass value="0.1"/>
        <inertia ixx="1e-5" iyy="1e-4" izz="1e-4" ixy="0" ixz="0" iyz="0"/></inertial></link>
      <joint name="distal" type="revolute">
        <parent link="inner"/><child link="outer"/><origin xyz="0.2 0 0"/><axis xyz="0 1 0"/>
        <mimic joint="hinge" multiplier="0.8" offset="0.1"/>
        <limit lower="-2" upper="2" velocity="3" effort="1"/>
      </joint>
      <joint name="hinge" type="revolute">
        <parent link="palm"/><child link="inner"/><axis xyz="0 1 0"/>
        <limit lower="-1" upper="1" velocity="3" effort="2.5"/>
      </joint>
    </robot>
    """

  private static func model() throws -> RobotModel {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).urdf"
    try Data(urdf.utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let text = Fixture.hinge
      .replacing("rate: 500 Hz", with: "rate: 500 Hz\nurdf: { path: finger.urdf }")
      .replacing("kd: 1.5 N.m.s/rad }", with: "kd: 1.5 N.m.s/rad, gravity: true }")
    let robot = try RobotFile.load(
      text: Array(text.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    return try RobotModel(robot: robot, urdf: try URDF.load(path: path))
  }

  /// What holds the finger is the slope of its potential,
  /// -9.81 (0.2 * 0.1 cos q + 0.1 (0.2 cos q + 0.05 * 1.8 cos(1.8 q + 0.1))) N.m, in the loop as in the
  /// plant: the feedback has nothing left to do, and without stiffness the finger stays.
  @Test(arguments: [-0.6, 0.5])
  func gravityIsThatOfBothLinks(position: Double) throws {
    var robot = try VirtualRobot(try Self.model())
    #expect(robot.stand(at: [position]) == Refusal.none)
    let q = robot.positions[0]
    let slope =
      -9.81 * (0.02 * cos(q) + 0.1 * (0.2 * cos(q) + 0.09 * cos(1.8 * q + 0.1)))
    // 40 N.m/rad on one count of the encoder, 1.5 mrad, is 0.06 N.m to and fro: the mean over a while.
    var (sum, count) = (0.0, 0.0)
    robot.run(seconds: 1) { snapshot in
      sum += snapshot.joints[0].appliedEffort
      count += 1
    }
    #expect(abs(sum / count - slope) < 0.02)
    for _ in 0..<20 {
      robot.send(
        [JointTarget(position: .nan, velocity: .nan, kp: 0, kd: 0.2, feedForward: .nan)],
        validFor: 0.2)
      robot.run(seconds: 0.1)
    }
    #expect(robot.lifecycle == .active)
    #expect(abs(robot.positions[0] - q) < 0.03)
  }
}
