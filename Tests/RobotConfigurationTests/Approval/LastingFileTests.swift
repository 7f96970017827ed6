import FoundationEssentials
import RobotConfiguration
import Testing

@Suite final class LastingFileTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print(error) }
  }

  @Test func replacesAFileAndMakesItsFolders() throws {
    let path = folder + "/a/b/file"
    try LastingFile.write("old and longer", to: path)
    try LastingFile.write("new", to: path)
    #expect(try text(path) == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b") == ["file"])
  }

  /// The old text stays, and nothing is left beside it.
  @Test func failsWithoutATrace() throws {
    let path = folder + "/file"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let errors = try #require(throws: ConfigurationErrors.self) {
      try LastingFile.write("new", to: path)
    }
    #expect(errors.description == "\(path): cannot write the file: Is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    let below = try #require(throws: ConfigurationErrors.self) {
      try LastingFile.write("new", to: "/proc/none/file")
    }
    #expect(below.description.contains("/proc/none: cannot make the folder"))
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
