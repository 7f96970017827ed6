import Glibc
import RobotConfiguration
import RobotDynamics
import Testing

private let reference = getenv("CEREBELLUM_URDF_REFERENCE").map { String(cString: $0) }

@Suite(
  .enabled(
    if: reference != nil,
    """
    set CEREBELLUM_URDF_REFERENCE to what Tests/Differential/urdf_reference.py writes, run with the \
    python that Tests/Differential/setup.sh prints
    """))
struct DynamicsDifferentialTests {
  /// Poses, Jacobians, inverse and forward dynamics, gravity, inertia and Coriolis matrix of every
  /// published robot that both read, on a fixed and on a floating base, are Pinocchio's to 1e-9 of the largest number.
  @Test func publishedRobots() throws {
    let reference = try DynamicsReference(path: #require(reference))
    var (compared, joints, singular, coupled) = (0, 0, 0, 0)
    for file in reference.files {
      guard let wanted = file.dynamics.model,
        case .success(let model) = Result(catching: { () throws(URDFErrors) in
          try URDF.load(path: file.path)
        })
      else { continue }
      for (base, states) in [
        (KinematicTree.Base.fixed, wanted.fixed), (.floating, wanted.floating),
      ] {
        let comparison = DynamicsComparison(model, states, base)
        for state in states.states { comparison.compare(state) }
        if base == .fixed, let mimic = wanted.mimic {
          comparison.compare(model, mimic, joints: states.joints)
          coupled += 1
        }
        if comparison.isSingular { singular += 1 }
        #expect(comparison.differences.isEmpty, "\(file.label), \(base) base")
      }
      compared += 1
      joints = max(joints, wanted.fixed.joints.count)
    }
    #expect(compared >= 150, "the four packages hold that many robots that both read")
    print(
      """
      \(compared) of \(reference.files.count) files compared with Pinocchio on both bases, the \
      largest of \(joints) joints; \(coupled) with joints that follow others; forward dynamics of \
      \(singular) is singular and was not compared
      """)
  }
}
