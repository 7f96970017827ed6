import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import TestSupport

/// The shipped arm, and small robots written in tests.
enum Fixture {
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  /// The shipped arm's robot file.
  static func armText() throws -> String {
    try String(contentsOf: URL(filePath: "\(root)/Robots/arm6/robot.yaml"), encoding: .utf8)
  }

  /// The arm, its robot file edited by `edit`.
  static func arm(_ edit: (String) -> String = { $0 }) throws -> RobotModel {
    try model(edit(try armText()))
  }

  /// The SO-101, its robot file edited by `edit`.
  static func so101(_ edit: (String) -> String) throws -> RobotModel {
    let path = "\(root)/Robots/so101/robot.yaml"
    return try model(
      edit(try String(contentsOf: URL(filePath: path), encoding: .utf8)), in: "so101")
  }

  /// The robot of the file `text`, whose URDF lies in a folder of `Robots`: beside the arm.
  static func model(_ text: String, in folder: String = "arm6") throws -> RobotModel {
    let robot = try RobotFile.load(
      text: Array(text.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    let urdf = try robot.urdf.map { try URDF.load(path: "\(root)/Robots/\(folder)/\($0.path)") }
    return try RobotModel(robot: robot, urdf: urdf)
  }

  static let hinge = RobotTexts.hinge
}
