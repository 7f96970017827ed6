import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import Testing

/// The motions of the repository can be played on the robot that they are named after.
@Suite struct ScenarioTests {
  @Test(
    arguments: try Repository.yamlFiles(below: "Scenarios").filter {
      $0.hasSuffix(".motion.yaml")
    })
  func isPlayable(path: String) throws {
    let robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
    let joints = try robot.joints.map { joint in
      let range = try #require(joint.limits.positions)
      return MotionJoint(
        name: joint.name, lower: range.lowerBound, upper: range.upperBound,
        velocity: try #require(joint.limits.velocity), acceleration: joint.limits.acceleration)
    }
    let motion = try MotionFile.load(path: Repository.root + "/" + path)
    let fileName = path.split(separator: "/").last.map(String.init)
    #expect(fileName == "\(motion.name).motion.yaml")
    // Where the simulation starts, and where gravity has left the arm after an emergency stop.
    for start in [[0, 0, 0, 0, 0, 0], [0.3, 1.745, 1.69, -1.6, -0.5, 1.74]] {
      let knots = try motion.compile(from: start, joints: joints)
      #expect(knots.count <= 4096)
      let (first, last) = (try #require(knots.first), try #require(knots.last))
      #expect(first.joints.map(\.position) == start)
      #expect(last.joints.allSatisfy { $0.velocity == 0 && $0.acceleration == 0 })
    }
  }
}
