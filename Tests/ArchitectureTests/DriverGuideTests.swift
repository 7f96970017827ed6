import FoundationEssentials
import Testing

/// Documentation/writing-a-driver.md promises that its files are those of the repository, and that they are few lines.
@Suite struct DriverGuideTests {
  /// The files that the guide shows, and what it shows of them.
  private static func shown() throws -> [(path: String, text: String)] {
    let guide = try Repository.text("Documentation/writing-a-driver.md")
    let lines = guide.split(separator: "\n", omittingEmptySubsequences: false)
    var shown: [(path: String, text: String)] = []
    for (index, line) in lines.enumerated()
    where line.hasPrefix("<!-- ") && lines[index + 1] == "```swift" {
      let path = line.dropFirst(5).dropLast(4)
      let block = lines[(index + 2)...].prefix { $0 != "```" }
      shown.append((String(path), block.joined(separator: "\n") + "\n"))
    }
    return shown
  }

  @Test func theGuideShowsTheFilesThemselves() throws {
    for (path, text) in try Self.shown() {
      let isTheFile = try Repository.text(path) == text
      #expect(isTheFile, "\(path) differs from Documentation/writing-a-driver.md")
    }
  }

  @Test func aNewEncoderIsLessThan150Lines() throws {
    let shown = try Self.shown()
    let targets = shown.map { String($0.path.split(separator: "/")[1]) }
    #expect(
      Set(targets) == ["RobotDrivers", "SimulatedHAL", "RobotAssembly", "RobotDriversTests"])
    #expect(shown.count == 5)
    // Every line counts, empty ones and comments, too; as do those that name the driver elsewhere.
    let files = shown.reduce(0) { $0 + $1.text.count { $0 == "\n" } }
    let elsewhere = try ["DriverCatalog", "EncoderDecoding"].reduce(0) { count, name in
      let text = try Repository.text("Sources/RobotAssembly/Devices/\(name).swift")
      return count + text.split(separator: "\n").count { $0.lowercased().contains("tmag5273") }
    }
    #expect(elsewhere == 3)
    #expect(files + elsewhere < 150, "\(files) lines and \(elsewhere)")
  }

  @Test func nothingElseOfTheProductNamesTheDriver() throws {
    let shown = try Self.shown().map(\.path)
    let others = try Repository.swiftFiles(in: "Sources").filter { file in
      !shown.contains(file.path) && file.lines.contains { $0.code.contains("TMAG5273") }
    }
    #expect(
      others.map(\.path).sorted() == [
        "Sources/RobotAssembly/Devices/DriverCatalog.swift",
        "Sources/RobotAssembly/Devices/EncoderDecoding.swift",
      ])
  }
}
