import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import Testing

/// Every file of the corpus is read, or refused with exactly the errors that its comments foretell.
@Suite struct CorpusTests {
  static let folder = "Tests/RobotConfigurationTests/Corpus"

  @Test(arguments: try Repository.yamlFiles(below: folder + "/robot/good"))
  func goodRobotIsRead(path: String) throws {
    _ = try RobotFile.load(path: Repository.root + "/" + path, drivers: DriverCatalog.schemas)
  }

  @Test(arguments: try Repository.yamlFiles(below: folder + "/board/good"))
  func goodBoardIsRead(path: String) throws {
    _ = try BoardFile.load(path: Repository.root + "/" + path)
  }

  @Test(arguments: try Repository.yamlFiles(below: folder + "/robot/bad"))
  func badRobotIsRefused(path: String) throws {
    try expectForetold(path) { path throws(ConfigurationErrors) in
      _ = try RobotFile.load(path: path, drivers: DriverCatalog.schemas)
    }
  }

  @Test(arguments: try Repository.yamlFiles(below: folder + "/board/bad"))
  func badBoardIsRefused(path: String) throws {
    try expectForetold(path) { path throws(ConfigurationErrors) in
      _ = try BoardFile.load(path: path)
    }
  }

  @Test(arguments: try Repository.yamlFiles(below: folder + "/calibration/good"))
  func goodCalibrationIsRead(path: String) throws {
    _ = try CalibrationFile.load(
      text: ConfigurationFile(.calibration, path: Repository.root + "/" + path).bytes, file: path)
  }

  @Test(arguments: try Repository.yamlFiles(below: folder + "/calibration/bad"))
  func badCalibrationIsRefused(path: String) throws {
    try expectForetold(path) { path throws(ConfigurationErrors) in
      let file = try ConfigurationFile(.calibration, path: path)
      _ = try CalibrationFile.load(text: file.bytes, file: path)
    }
  }

  @Test func corpusIsLargeEnough() throws {
    let files = try Repository.yamlFiles(below: Self.folder)
    #expect(files.count { $0.contains("/good/") } >= 20)
    #expect(files.count { $0.contains("/bad/") } >= 60)
  }

  /// Compares the errors with the comments `# expect: LINE:COLUMN key.path part of the problem`, in
  /// order; `-` stands for no position or no key path.
  private func expectForetold(
    _ path: String, _ load: (String) throws(ConfigurationErrors) -> Void
  ) throws {
    let foretold = try Repository.text(path).split(separator: "\n")
      .filter { $0.hasPrefix("# expect: ") }
      .map { $0.dropFirst("# expect: ".count).split(separator: " ", maxSplits: 2).map(String.init) }
    do throws(ConfigurationErrors) {
      try load(Repository.root + "/" + path)
      Issue.record("\(path) was read without an error")
    } catch {
      #expect(error.errors.count == foretold.count, "\(error)")
      for (found, expected) in zip(error.errors, foretold) {
        let position = found.position.map { "\($0.line):\($0.column)" } ?? "-"
        #expect(position == expected[0], "\(found)")
        #expect((found.keyPath.isEmpty ? "-" : found.keyPath) == expected[1], "\(found)")
        #expect(found.problem.contains(expected[2]), "\(found)")
      }
    }
  }
}
