import RobotConfiguration
import Testing

struct Arm6URDFTests {
  /// Figures: The Robot Studio, SO-ARM100, Simulation/SO101/so101_new_calib.urdf.
  @Test func arm6IsTheSO101() throws {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let arm = try URDF.load(path: "/\(root)/Robots/arm6/arm6.urdf")
    #expect(arm.warnings == [])
    #expect(arm.name == "arm6")
    #expect(arm.rootLink == "base")
    #expect(
      arm.links.map(\.name)
        == ["base", "shoulder", "upper_arm", "lower_arm", "wrist", "gripper", "jaw"])
    #expect(
      arm.links.map { $0.inertial?.mass } == [0.147, 0.100006, 0.103, 0.104, 0.079, 0.087, 0.012])
    #expect(
      arm.joints.map(\.name)
        == ["shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper"])
    #expect(arm.joints.map(\.parent) == arm.links.dropLast().map(\.name))
    #expect(arm.joints.map(\.child) == arm.links.dropFirst().map(\.name))
    #expect(
      arm.joints.map { $0.limit?.lower } == [
        -1.91986, -1.74533, -1.69, -1.65806, -2.74385, -0.174533,
      ])
    #expect(
      arm.joints.map { $0.limit?.upper } == [1.91986, 1.74533, 1.69, 1.65806, 2.84121, 1.74533])
    for joint in arm.joints {
      #expect(joint.kind == .revolute)
      #expect(joint.axis == SIMD3(0, 0, 1))
      #expect((joint.limit?.velocity, joint.limit?.effort) == (4.7, 2.9))
      #expect((joint.dynamics?.damping, joint.dynamics?.friction) == (0.03, 0.052))
    }
  }
}
