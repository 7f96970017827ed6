import Glibc
import RobotAssembly
import RobotConfiguration

/// A scenario, and its file's bytes, which are what an injector is given.
struct ScenarioFile {
  let scenario: FaultScenario
  let bytes: [UInt8]

  /// Those at `paths`: files, and folders of files that end in `.yaml`, by their names. Every error is told together.
  static func load(_ paths: [String]) throws(ToolFailure) -> [ScenarioFile] {
    var files: [ScenarioFile] = []
    var errors: [ConfigurationError] = []
    for path in paths.flatMap(names) {
      do throws(ConfigurationErrors) {
        let bytes = try ConfigurationText.read(path: path)
        files.append(
          ScenarioFile(
            scenario: try FaultScenarioFile.load(text: bytes, file: path), bytes: bytes))
      } catch {
        errors += error.errors
      }
    }
    guard errors.isEmpty else { throw ToolFailure(ConfigurationErrors(errors)) }
    guard !files.isEmpty else {
      throw ToolFailure(
        .usage, "there is no scenario file (*.yaml) in \(paths.joined(separator: ", "))",
        "\(paths.joined(separator: "、")) 中没有场景文件（*.yaml）")
    }
    return files
  }

  private static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else {
      // No folder: the file itself, or else the reader says what is wrong with it.
      return [path]
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".yaml"), !name.hasSuffix(".motion.yaml") { names.append(name) }
    }
    return names.sorted().map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }
}
