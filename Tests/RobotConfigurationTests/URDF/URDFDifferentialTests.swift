import Glibc
import RobotConfiguration
import Testing

private let reference = getenv("CEREBELLUM_URDF_REFERENCE").map { String(cString: $0) }

@Suite(
  .enabled(
    if: reference != nil,
    """
    set CEREBELLUM_URDF_REFERENCE to what Tests/Differential/urdf_reference.py writes, run with the \
    python that Tests/Differential/setup.sh prints
    """))
struct URDFDifferentialTests {
  /// Every published file is read as MuJoCo and Pinocchio read it, or refused with one of them.
  @Test func publishedRobots() throws {
    let reference = try URDFReference(path: #require(reference))
    #expect(reference.files.count >= 159, "the four packages hold 159 URDF files")
    var table: [String] = []
    var equal = 0
    for file in reference.files {
      let outcome: String
      switch Result(catching: { () throws(URDFErrors) in try URDF.load(path: file.path) }) {
      case .success(let model):
        var comparison = URDFComparison(model)
        if let mujoco = file.mujoco.model { comparison.compare(mujoco) }
        if let pinocchio = file.pinocchio.model { comparison.compare(pinocchio) }
        let oracles = [
          file.mujoco.model.map { _ in "MuJoCo" }, file.pinocchio.model.map { _ in "Pinocchio" },
        ]
        .compactMap(\.self)
        #expect(!oracles.isEmpty, "\(file.label): both references refuse it, we read it")
        #expect(comparison.differences.isEmpty, "\(file.label)")
        if comparison.differences.isEmpty { equal += 1 }
        outcome =
          comparison.differences.isEmpty
          ? "equal to \(oracles.joined(separator: " and ")): \(model.links.count) links, "
            + "\(model.joints.count) joints, \(model.warnings.count) warnings"
          : "DIFFERENT: \(comparison.differences[0])"
      case .failure(let refusal):
        let agrees = Self.confirms(file, refusal.errors)
        #expect(agrees, "\(file.label): \(refusal)")
        outcome =
          "\(agrees ? "refused" : "WRONGLY REFUSED"): \(refusal.errors[0].path): \(refusal.errors[0].message)"
      }
      table.append("\(file.label): \(outcome)")
    }
    table += reference.skipped.map { "\($0): skipped, xacro is not URDF" }
    table.append(
      "\(reference.files.count) files: \(equal) equal, \(reference.files.count - equal) refused")
    print(table.joined(separator: "\n"))
  }

  /// Whether the references bear out each of our reasons.
  private static func confirms(_ file: URDFReference.File, _ errors: [URDFComplaint]) -> Bool {
    errors.allSatisfy { error in
      if error.message == "<inertia> is missing" {
        return file.mujoco.refusal?.contains("missing element: 'inertia'") == true
      }
      if error.path == "robot", error.message == "attribute 'name' is missing" {
        return file.pinocchio.refusal != nil
      }
      if error.message == "the robot has no link" {
        return file.mujoco.model.map { Array($0.links.keys) } == ["world"]
      }
      // MuJoCo and Pinocchio let such a joint move by itself: not what its author meant.
      if error.path.hasSuffix(" / mimic"),
        let name = error.message.split(separator: "'").dropFirst().first
      {
        let joints = file.pinocchio.model.map { Array($0.joints.keys) + $0.fixed }
        return joints?.contains(String(name)) == false
      }
      return false
    }
  }
}
