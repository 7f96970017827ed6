import FoundationEssentials
import RobotAssembly
import RobotConfiguration

extension Fixture {
  /// The text of an example robot, edited by `edit`.
  static func exampleText(_ name: String, _ edit: (String) -> String = { $0 }) throws -> String {
    edit(
      try String(
        contentsOf: URL(filePath: "\(root)/Robots/examples/\(name).yaml"), encoding: .utf8))
  }

  /// The example robot `name`, its file edited by `edit`.
  static func example(_ name: String, _ edit: (String) -> String = { $0 }) throws -> RobotModel {
    try model(try exampleText(name, edit))
  }

  /// Every refusal of the robot file `text`, as `line:column: key path: problem`.
  static func refusals(_ text: String) -> [String] {
    do {
      _ = try model(text)
      return []
    } catch let error as ConfigurationErrors {
      return error.errors.map { error in
        let position = error.position.map { "\($0): " } ?? ""
        return "\(position)\(error.keyPath): \(error.problem)"
      }
    } catch {
      return ["\(error)"]
    }
  }
}
