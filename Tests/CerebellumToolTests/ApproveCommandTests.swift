import FoundationEssentials
import Testing

@testable import cerebellum

@Suite final class ApproveCommandTests {
  private let state = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
  private static let robot = Repository.root + "/Robots/arm6/robot.yaml"
  private static let board = Repository.root + "/Boards/sim.yaml"

  deinit {
    guard FileManager.default.fileExists(atPath: state) else { return }
    do { try FileManager.default.removeItem(atPath: state) } catch { print(error) }
  }

  private func approve(
    _ arguments: [String] = [], answer: String? = nil, canAsk: Bool = true,
    robot: String = robot, _ language: Language = .english
  ) throws -> String {
    let listener = Listener()
    listener.answer = answer
    let rest = ["--robot", robot, "--board", Self.board, "--state", state] + arguments
    try verb(["approve"] + rest).execute(listener.console(language, canAsk: canAsk))
    return listener.output
  }

  private var record: String? {
    get throws {
      let file = state + "/approved.sha256"
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      return String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    }
  }

  @Test func showsTheCheckAndWhatIsNewAndAsks() throws {
    let said = try approve(answer: "y")
    for text in [
      "arm6: 500 Hz, 6 joints, 6 armable; board sim", "Since the last approval:",
      "  - \(Self.robot) was not among what was approved\n", "/arm6.urdf was not among",
      "  - \(Self.board) was not among", "May \"arm6\" be armed with these files? [y/N] ",
      "approved: \(state)/approved.sha256. A daemon that runs knows of it when it is started again.",
    ] {
      #expect(said.contains(text), "\(text) in \(said)")
    }
    let lines = try #require(try record).split(separator: "\n")
    #expect(lines.map { $0.split(separator: "/").last } == ["sim.yaml", "arm6.urdf", "robot.yaml"])
  }

  /// The tool of the format finds the same.
  @Test func sha256sumVerifiesIt() throws {
    _ = try approve(["--yes"], canAsk: false)
    let said = shell("LC_ALL=C sha256sum --check --strict '\(state)/approved.sha256' 2>&1")
    let lines = said.split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.hasSuffix(": OK") }, "\(said)")
  }

  @Test(arguments: [("n", true), (nil, true), ("y", false)])
  func writesNothingWithoutAPersonsYes(answer: String?, canAsk: Bool) throws {
    let failure = try #require(throws: ToolFailure.self) {
      try approve(answer: answer, canAsk: canAsk)
    }
    #expect(failure.exit == (canAsk ? .refused : .usage))
    #expect(try record == nil)
  }

  @Test func asksNothingWhenNothingChanged() throws {
    _ = try approve(["--yes"])
    let before = try record
    let said = try approve(canAsk: false, .chinese)
    #expect(said.contains("自上次批准以来：\n  - \(Self.robot) 与批准时一致\n"))
    #expect(said.hasSuffix("没有变化：\(state)/approved.sha256 保持不变\n"))
    #expect(try record == before)
  }

  @Test func namesTheFileThatChanged() throws {
    let text = try Repository.text("Robots/first/robot.yaml")
    let file = try TemporaryFile(text)
    _ = try approve(["--yes"], robot: file.path)
    try Data("\(text)# tried\n".utf8).write(to: URL(filePath: file.path))
    let json = try approve(["--yes", "--json"], robot: file.path)
    #expect(json.contains("\"has_changed\": true"))
    #expect(json.contains("\"role\": \"robot\""))
    #expect(json.contains("\"was\": \"changed\""))
    #expect(json.contains("\"was\": \"approved\""))
    #expect(try approve(["--yes", "--json"], robot: file.path).contains("\"has_changed\": false"))
  }

  @Test func filesThatAreWrongAreNotApproved() throws {
    let file = try TemporaryFile("robot: a\n")
    let failure = try #require(throws: ToolFailure.self) {
      try approve(["--yes"], robot: file.path)
    }
    #expect(failure.exit == .configuration)
    #expect(try record == nil)
  }
}
