import FoundationEssentials

/// A folder with a robot file, as long as the test.
final class RobotFolder {
  /// The folder itself.
  let path: String

  /// `robot` becomes `robot.yaml`; `files` lie beside it by their names.
  init(robot: String, files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    for (name, text) in files.merging(["robot.yaml": robot], uniquingKeysWith: { old, _ in old }) {
      try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
  }

  /// The robot file.
  var robot: String { "\(path)/robot.yaml" }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print(error) }
  }
}
