import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDynamics
import RobotUnits
import Testing

/// The shipped arm holds its gripper by a Cartesian impedance: the daemon's loop, chips and the plant, whose
/// gears have no friction here (Documentation/impedance.md says what friction hides).
@Suite struct ImpedanceTests {
  static let impedance = """
    cartesian_impedance:
      arm:
        tip: gripper
        stiffness:
          translation: [100 N/m, 100 N/m, 100 N/m]
          rotation: [0 N.m/rad, 0 N.m/rad, 0 N.m/rad]
        posture: { stiffness: 3 N.m/rad, damping: 0.5 N.m.s/rad }
        limits: { force: 10 N, moment: 1 N.m }

    joints:
    """

  /// The arm with the impedance; a mass of `payload` kg hangs at its tip, and `more` belongs to its URDF.
  static func arm(payload: Double = 0, more: String = "") throws -> RobotModel {
    let text = try Fixture.armText()
      .replacing("\njoints:\n", with: "\n" + impedance + "\n")
      .replacing("law: pid", with: "law: impedance")
      .replacing("      ki: 100 N.m/(rad.s)\n      integral_limit: 0.5 N.m\n", with: "")
    var urdf = try String(
      contentsOf: URL(filePath: "\(Fixture.root)/Robots/arm6/arm6.urdf"), encoding: .utf8
    ).replacing("friction=\"0.052\"", with: "friction=\"0\"")
    if payload > 0 {
      urdf.replace(
        "</robot>",
        with: """
          <link name="load"><inertial><mass value="\(payload)"/>
          <inertia ixx="1e-6" iyy="1e-6" izz="1e-6" ixy="0" ixz="0" iyz="0"/></inertial></link>
          <joint name="load" type="fixed"><parent link="gripper"/><child link="load"/></joint>
          </robot>
          """)
    }
    urdf.replace("</robot>", with: more + "</robot>")
    let robot = try RobotFile.load(
      text: Array(text.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    return try RobotModel(
      robot: robot, urdf: try URDF.parse(Array(urdf.utf8), file: "arm6.urdf"))
  }

  /// Where the gripper is with the joints at `positions` [m].
  static func tip(_ model: RobotModel, _ positions: [Double]) -> Vector3 {
    let tree = model.makeTree()
    let work = TreeWork(for: tree)
    tree.place(positions: FixedArray(positions), work)
    return tree.pose(ofBody: model.holds[0].configuration.body, work).p_WF
  }

  /// 0.15 kg that nobody announced pull with 1.4715 N, and move the tip down by 14.715 mm at 100 N/m, within 5 %; it
  /// comes to rest there.
  @Test func yieldsToAForceByItsStiffness() throws {
    let model = try Self.arm()
    var robot = try VirtualRobot(model, wired: try Self.arm(payload: 0.15))
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.run(seconds: 2)
    let moved = Self.tip(model, robot.positions) - Self.tip(model, robot.references)
    print("0.15 kg at 100 N/m: \(moved.x * 1e3), \(moved.y * 1e3), \(moved.z * 1e3) mm")
    #expect(abs(moved.z + 0.014715) < 0.05 * 0.014715)
    #expect(abs(moved.x) < 0.05 * 0.014715)
    #expect(abs(moved.y) < 0.05 * 0.014715)
    var (least, most) = (moved.z, moved.z)
    for _ in 0..<50 {
      robot.run(cycles: 10)
      let now = Self.tip(model, robot.positions) - Self.tip(model, robot.references)
      least = min(least, now.z)
      most = max(most, now.z)
    }
    #expect(most - least < 0.001)
    #expect(robot.faults.isEmpty)
  }

  /// Without a load it holds its own weight, and follows motions of the joints as the joints would.
  @Test func followsMotionsOfTheJoints() throws {
    let model = try Self.arm()
    var robot = try VirtualRobot(model)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for goal in [[0.4, -0.3, 0.5, 0.3, 0.2, 0.5], VirtualRobot.center] {
      #expect(robot.move(to: goal, in: 2) == Refusal.none)
      robot.run(seconds: 1)
      let moved = Self.tip(model, robot.positions) - Self.tip(model, goal)
      print("after a motion: \(moved * 1e3) mm")
      #expect((moved * moved).sum().squareRoot() < 0.003)
    }
    #expect(robot.faults.isEmpty)
  }

  /// A finger of 0.15 kg that follows the gripper's jaw hangs on the tip, but is known: the tip does not sag by
  /// its 14.7 mm, wherever the jaw has it.
  @Test func carriesAFingerThatFollowsTheJaw() throws {
    let finger = """
      <link name="finger"><inertial><origin xyz="0 0.03 0.02"/><mass value="0.15"/>
      <inertia ixx="5e-6" iyy="5e-6" izz="5e-6" ixy="0" ixz="0" iyz="0"/></inertial></link>
      <joint name="finger" type="revolute"><parent link="gripper"/><child link="finger"/>
      <origin xyz="-0.02 0.0188 -0.0234"/><axis xyz="0 1 0"/>
      <mimic joint="gripper" multiplier="-1"/>
      <limit lower="-2" upper="1" velocity="4" effort="1"/></joint>
      """
    let model = try Self.arm(more: finger)
    #expect(model.followers.count == 1)
    #expect(model.holds[0].joints == [0, 1, 2, 3, 4])
    var robot = try VirtualRobot(model)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for goal in [[0.4, -0.3, 0.5, 0.3, 0.2, 0.2], [0.4, -0.3, 0.5, 0.3, 0.2, 1.2]] {
      #expect(robot.move(to: goal, in: 2) == Refusal.none)
      robot.run(seconds: 1)
      let tip = Self.tip(model, robot.positions + [-robot.positions[5]])
      let moved = tip - Self.tip(model, goal + [-goal[5]])
      print("with a finger: \(moved * 1e3) mm")
      #expect((moved * moved).sum().squareRoot() < 0.003)
    }
    #expect(robot.faults.isEmpty)
  }
}
