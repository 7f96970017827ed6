import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotCore
import Testing

/// Whether the files are those that a person approved.
@Suite struct ApprovalTests {
  private let folder: RobotFolder
  private var state: String { folder.path + "/state" }

  init() throws {
    folder = try RobotFolder(
      robot: Sample.robot, files: ["sample.urdf": Sample.urdf(), "board.yaml": Sample.board])
  }

  private func load() throws -> LoadedRobot {
    try LoadedRobot(robotPath: folder.robot, boardPath: folder.path + "/board.yaml")
  }

  private func approve(_ loaded: LoadedRobot) throws {
    try LastingFile.write(try ApprovedFiles(loaded.files).text, to: state + "/approved.sha256")
  }

  private func blocks(_ loaded: LoadedRobot) -> [StartBlock] {
    loaded.startBlocks(isSimulated: false, stateDirectory: state)
      .filter { $0.refusal == .configurationNotApproved }
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
  }

  @Test func nobodyApprovedYet() throws {
    let blocks = blocks(try load())
    #expect(blocks.count == 1 && blocks.first?.joint == -1)
    let text = try #require(blocks.first?.text)
    let command =
      "`cerebellum approve --robot \(folder.robot) --board \(folder.path)/board.yaml`"
    for language in [text.english, text.chinese] {
      #expect(language.contains(command), "\(language)")
      #expect(language.contains("\(state)/approved.sha256"))
    }
    #expect(text.english.hasPrefix("nobody has approved this configuration"))
    #expect(text.chinese.hasPrefix("该配置尚未被批准"))
  }

  @Test func whatWasApprovedMayArm() throws {
    try approve(try load())
    #expect(blocks(try load()).isEmpty)
  }

  @Test(
    arguments: [
      ("robot.yaml", Sample.robot.replacing("kp: 20", with: "kp: 21")),
      ("sample.urdf", Sample.urdf() + "\n"), ("board.yaml", Sample.board + "# tried\n"),
    ])
  func aChangedFileIsNamed(name: String, text: String) throws {
    try approve(try load())
    try write(text, to: name)
    let blocks = blocks(try load())
    #expect(blocks.count == 1)
    let said = try #require(blocks.first?.text)
    #expect(
      said.english.contains("approved.sha256: \(folder.path)/\(name) has changed since. Look"))
    #expect(said.chinese.contains("\(folder.path)/\(name) 此后已更改。"))
  }

  @Test func aFileThatWasNotAmongThemIsNamed() throws {
    try approve(try LoadedRobot(robotPath: folder.robot, boardPath: nil))
    let text = try #require(blocks(try load()).first?.text)
    #expect(text.english.contains("/board.yaml was not among what was approved. Look"))
    #expect(text.chinese.contains("/board.yaml 不在批准之列。"))
  }

  @Test func aRecordThatIsNoneIsTold() throws {
    try LastingFile.write("yes, all of them\n", to: state + "/approved.sha256")
    let text = try #require(blocks(try load()).first?.text)
    #expect(text.english.contains("approved.sha256:1:1: this is no line of sha256sum"))
    #expect(text.chinese.hasPrefix("无法读取批准记录："))
  }

  /// What counts is what was parsed, whatever is written to the files before it is compared.
  @Test func judgesTheBytesThatWereRead() throws {
    let approved = try load()
    try approve(approved)
    try write(Sample.robot.replacing("kp: 20", with: "kp: 21"), to: "robot.yaml")
    #expect(blocks(approved).isEmpty)
    let changed = try load()
    try write(Sample.robot, to: "robot.yaml")
    #expect(blocks(changed).count == 1)
  }

  @Test func aSimulationNeedsItOnlyWhenTheFileSaysSo() throws {
    let none = try load().startBlocks(isSimulated: true, stateDirectory: state)
    #expect(none.isEmpty)
    try write(Sample.robot + "safety: { approval: always }\n", to: "robot.yaml")
    let blocks = try load().startBlocks(isSimulated: true, stateDirectory: state)
    #expect(blocks.map(\.refusal) == [.configurationNotApproved])
  }
}
