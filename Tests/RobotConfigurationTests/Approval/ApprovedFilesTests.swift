import FoundationEssentials
import RobotConfiguration
import Testing

@Suite struct ApprovedFilesTests {
  private static let robot = ConfigurationFile(
    .robot, path: "/etc/no such/robot.yaml", bytes: Array("abc".utf8))
  private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func isWrittenAsSha256sumDoes() throws {
    let board = ConfigurationFile(.board, path: "/etc/board.yaml", bytes: [])
    let approved = try ApprovedFiles([Self.robot, board])
    #expect(
      approved.text
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  /etc/board.yaml\n"
        + "\(Self.digest)  /etc/no such/robot.yaml\n")
    #expect(try ApprovedFiles(text: Array(approved.text.utf8), file: "x") == approved)
    let binary = "\(Self.digest) *\(Self.robot.path)\n"
    let read = try ApprovedFiles(text: Array(binary.utf8), file: "x")
    #expect(read.state(of: Self.robot) == .approved)
  }

  @Test func knowsWhatBecameOfAFile() throws {
    let approved = try ApprovedFiles([Self.robot])
    #expect(approved.state(of: Self.robot) == .approved)
    let other = ConfigurationFile(.robot, path: Self.robot.path, bytes: Array("abd".utf8))
    #expect(approved.state(of: other) == .changed)
    let moved = ConfigurationFile(.robot, path: "/etc/robot.yaml", bytes: Self.robot.bytes)
    #expect(approved.state(of: moved) == .new)
  }

  @Test(
    arguments: [
      "abc  /etc/robot.yaml", "\(digest)  ", "\(digest) /etc/robot.yaml",
      "\(digest.replacing("b", with: "B"))  /etc/robot.yaml", "\\\(digest)  /a\\nb", "\n\(digest)",
    ])
  func refusesWhatSha256sumWouldNotWrite(line: String) throws {
    let errors = try #require(throws: ConfigurationErrors.self) {
      try ApprovedFiles(text: Array("\(line)\n".utf8), file: "approved.sha256")
    }
    #expect(errors.errors.count == 1)
    #expect(errors.description.hasPrefix("approved.sha256:\(line.hasPrefix("\n") ? 2 : 1):1: "))
  }

  @Test(arguments: ["/a\\b", "/a\nb", "/a\rb"])
  func refusesPathsThatSha256sumWouldEscape(path: String) {
    #expect(throws: ConfigurationErrors.self) {
      try ApprovedFiles([ConfigurationFile(.robot, path: path, bytes: [])])
    }
  }

  /// A link and the file that it leads to are one file.
  @Test func followsLinks() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    let target = folder + "/robot.yaml"
    try LastingFile.write("robot: a\n", to: target)
    defer { remove(folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link.yaml", withDestinationPath: "robot.yaml")
    let approved = try ApprovedFiles([try ConfigurationFile(.robot, path: target)])
    let link = try ConfigurationFile(.robot, path: folder + "/link.yaml")
    #expect(approved.state(of: link) == .approved)
  }

  private func remove(_ folder: String) {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print(error) }
  }
}
