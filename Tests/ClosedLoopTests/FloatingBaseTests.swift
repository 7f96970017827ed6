import FoundationEssentials
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDynamics
import RobotUnits
import SimulatedHAL
import Testing

/// A walker's trunk of 1.2 kg on four legs, each turned by one geared motor: its root floats.
@Suite struct FloatingBaseTests {
  private static let legs = [
    ("fl", 0.1, 0.06), ("fr", 0.1, -0.06), ("rl", -0.1, 0.06), ("rr", -0.1, -0.06),
  ]

  private static func urdf(trunkMass: String = "1.2") -> String {
    let parts = legs.map { name, x, y in
      """
        <link name="\(name)"><inertial><origin xyz="0 0 -0.05"/><mass value="0.1"/>
          <inertia ixx="1e-4" iyy="1e-4" izz="1e-5" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="\(name)" type="revolute">
          <parent link="trunk"/><child link="\(name)"/><origin xyz="\(x) \(y) 0"/>
          <axis xyz="0 1 0"/><limit lower="-1" upper="1" velocity="3" effort="2.5"/>
        </joint>

      """
    }
    let inertial =
      trunkMass == "0"
      ? ""
      : """
      <inertial><mass value="\(trunkMass)"/>
        <inertia ixx="2e-3" iyy="5e-3" izz="6e-3" ixy="0" ixz="0" iyz="0"/></inertial>
      """
    return "<robot name=\"walker\"><link name=\"trunk\">\(inertial)</link>\(parts.joined())</robot>"
  }

  private static func text(height: Double) -> String {
    let joints = legs.enumerated().map { index, leg in
      """
        \(leg.0):
          actuator:
            bridge: [pwm.\(2 * index), pwm.\(2 * index + 1)]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
                     armature: 0.028 kg.m^2 }
          encoder: { device: angle_\(leg.0), zero: 3 rad }
          limits: { position: [-1 rad, 1 rad], acceleration: 20 rad/s^2 }
          control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }
          on_loss: hold

      """
    }
    let encoders = legs.enumerated().map { index, leg in
      "  angle_\(leg.0): { driver: as5600, bus: only, via: mux.\(index) }\n"
    }
    let feet = legs.map { leg in
      "    \(leg.0): { link: \(leg.0), point: [0 mm, 0 mm, -100 mm], radius: 10 mm }\n"
    }
    return """
      robot: walker
      rate: 500 Hz
      urdf: { path: walker.urdf }
      buses: { only: { i2c: header, speed: 400 kHz } }
      devices:
        pwm: { driver: pca9685, bus: only, address: 0x41, frequency: 1 kHz }
        mux: { driver: tca9548a, bus: only, address: 0x71 }
      \(encoders.joined())joints:
      \(joints.joined())simulation:
        floating_base: { position: [0 m, 0 m, \(height) m] }
        surfaces: { floor: { ground: 0 mm } }
        contacts:
      \(feet.joined())
      """
  }

  private static func model(height: Double = 0.111, trunkMass: String = "1.2") throws -> RobotModel
  {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).urdf"
    try Data(urdf(trunkMass: trunkMass).utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let robot = try RobotFile.load(
      text: Array(text(height: height).utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    return try RobotModel(robot: robot, urdf: try URDF.load(path: path))
  }

  /// It stands on its four feet, which bear its 1.6 kg; it stands on when somebody leans on the trunk with
  /// 3 N, and its legs bring it 20 mm forward.
  @Test func standsAndLeans() throws {
    var robot = try VirtualRobot(try Self.model())
    #expect(robot.armAndSettle() == Refusal.none)
    robot.run(seconds: 2)
    let plant = robot.world.plant
    func borne() -> Double { (0..<4).reduce(0) { $0 + plant.contactForce($1).z } }
    #expect(abs(borne() - 15.696) < 0.01)
    let trunk = try #require(robot.model.body(ofLink: "trunk"))
    let start = plant.pose(ofBody: trunk)
    #expect(abs(start.p_WF.z - 0.11) < 0.002)
    #expect(start.R_WF.z.z > 0.9999)
    plant.push(body: trunk, force_W: Vector3(0, 3, 0))
    robot.run(seconds: 1)
    #expect(abs((0..<4).reduce(0) { $0 + plant.contactForce($1).y } + 3) < 0.05)
    #expect(plant.pose(ofBody: trunk).R_WF.z.z > 0.999)
    plant.push(body: trunk, force_W: .zero)
    #expect(robot.move(to: [0.2, 0.2, 0.2, 0.2], in: 2) == Refusal.none)
    robot.run(seconds: 1)
    let end = plant.pose(ofBody: trunk)
    // Feet that stay where they are: -0.1 sin 0.2, less what rolls off on tips of 10 mm.
    #expect(abs(abs(end.p_WF.x - start.p_WF.x) - (0.1 * sin(0.2) + 0.01 * 0.2)) < 0.004)
    #expect(robot.faults.isEmpty)
  }

  @Test func refusesABaseThatWeighsNothing() throws {
    #expect {
      _ = try Self.model(trunkMass: "0")
    } throws: { error in
      "\(error)".contains("simulation.floating_base") && "\(error)".contains("weighs nothing")
    }
    #expect {
      _ = try Fixture.model(
        Fixture.hinge + "simulation: { floating_base: { position: [0 m, 0 m, 1 m] } }\n")
    } throws: { error in
      "\(error)".contains("robot.yaml:") && "\(error)".contains("without a URDF")
    }
  }
}
