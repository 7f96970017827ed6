import RobotAssembly
import Testing

@testable import RobotConfiguration

@Suite struct YAMLDocumentTests {
  private func read(_ text: String) -> (root: YAMLNode?, complaints: Complaints) {
    YAMLDocument.read(Array(text.utf8), file: "f")
  }

  @Test func keysAndValuesHaveTheirPlaces() throws {
    let (root, complaints) = read("a: 1\nblock:\n  - x\n  - { µ: 'q' }\n")
    #expect(complaints.errors.isEmpty)
    guard case .mapping(let entries) = root?.value, entries.count == 2,
      case .sequence(let items) = entries[1].value.value, items.count == 2,
      case .mapping(let inner) = items[1].value, let micro = inner.first
    else {
      Issue.record("unexpected tree: \(String(describing: root))")
      return
    }
    #expect(entries[0].keyPosition == SourcePosition(line: 1, column: 1))
    #expect(entries[0].value.position == SourcePosition(line: 1, column: 4))
    #expect(items[0].position == SourcePosition(line: 3, column: 5))
    #expect(micro.key == "µ")
    // The column counts Unicode scalars, not bytes: µ is two bytes.
    #expect(micro.value.position == SourcePosition(line: 4, column: 10))
    guard case .scalar("q", isPlain: false) = micro.value.value else {
      Issue.record("not a quoted scalar")
      return
    }
  }

  /// YAML 1.2.2, section 10.3.2, core schema; in YAML 1.1 `yes` and `1:30` meant other things.
  @Test(arguments: [
    ("", ScalarKind.null), ("~", .null), ("null", .null), ("true", .boolean), ("False", .boolean),
    ("yes", .text), ("off", .text), ("12", .integer), ("-3", .integer), ("0x41", .integer),
    ("0o17", .integer), ("1.5", .real), (".5", .real), ("1e3", .real), ("-.inf", .real),
    (".nan", .real), ("1:30", .text), ("0x", .text), ("0xZZ", .text), ("1_000", .text),
    ("--1", .text), ("-", .text), ("12 V", .text), ("99999999999999999999", .real),
  ])
  func plainScalarsHaveTheirKind(text: String, kind: ScalarKind) {
    #expect(ScalarKind(plain: text) == kind)
  }

  @Test func aByteThatIsNotUTF8HasItsPlace() throws {
    let (root, complaints) = YAMLDocument.read([0x61, 0x3A, 0x0A, 0xC2, 0xB5, 0xFF], file: "f")
    #expect(root == nil)
    #expect(complaints.errors.first?.position == SourcePosition(line: 2, column: 2))
  }

  /// libyaml begins a line of its own behind a last one that nothing ends; found by Fuzzing. With an end it is there.
  @Test(arguments: [
    ("a: 1\nstatha", 2, 7), ("a: 1\r\nstatha", 2, 7), ("a: 1\rstatha", 2, 7),
    ("a: 1\u{2028}st\u{e9}tha", 2, 7), ("a: 1\u{85}statha", 2, 7), ("a: 1\nstatha\n", 3, 1),
  ])
  func noErrorIsBehindTheEnd(text: String, line: Int, column: Int) {
    let (root, complaints) = read(text)
    #expect(root == nil)
    #expect(complaints.errors.map(\.position) == [SourcePosition(line: line, column: column)])
  }

  @Test func aFileThatIsTooLongIsRefused() {
    let (root, complaints) = read(String(repeating: "#", count: 1_048_577))
    #expect(root == nil)
    #expect(complaints.errors.map(\.problem) == ["the file is longer than 1024 KiB"])
  }

  @Test func errorsOfTheYAMLAndOfTheKeysComeTogetherInOrder() {
    let text = "robot: &a one\nrate: fast\nrate: 3\n"
    let error = #expect(throws: ConfigurationErrors.self) {
      _ = try RobotFile.load(text: Array(text.utf8), file: "f", drivers: DriverCatalog.schemas)
    }
    let lines = (error?.errors ?? []).filter { !$0.problem.hasPrefix("missing") }.map(\.description)
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("f:1:8: robot: the anchor &a is not supported") == true)
    #expect(lines.dropFirst().first?.hasPrefix("f:2:7: rate: \"fast\" is not a frequency") == true)
    #expect(lines.last?.hasPrefix("f:3:1: rate: the key stands twice; first on line 2") == true)
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: ConfigurationErrors.self) {
      _ = try BoardFile.load(path: "/nowhere/board.yaml")
    }
    #expect(
      error?.description
        == "/nowhere/board.yaml: cannot open the file: No such file or directory; "
        + "hint: check the path; it is relative to the working directory")
  }

  @Test func aDirectoryIsNoFile() {
    let error = #expect(throws: ConfigurationErrors.self) { _ = try BoardFile.load(path: "/") }
    #expect(error?.description.hasPrefix("/: cannot read the file: Is a directory") == true)
  }
}
