import FoundationEssentials
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// A simulated robot whose file asks for what hardware always needs.
  @Suite struct ApprovalTests {
    private let directory: TemporaryDirectory
    private let robot: String
    private var state: [String: String] { ["STATE_DIRECTORY": directory.path + "/state"] }

    init() throws {
      directory = try TemporaryDirectory()
      robot = try directory.arm([("rate: 500 Hz", "rate: 500 Hz\nsafety: { approval: always }")])
    }

    private func approve() throws -> Int32 {
      try Child(
        [Places.tool, "approve", "--robot", robot, "--yes", "--json"], environment: state
      ).exitStatus()
    }

    /// What a daemon says that is started now, once its encoders are steady; it is not armed.
    private func answer() throws -> RequestResult {
      let daemon = try Daemon(robot: robot, in: directory, environment: state)
      let brain = try Brain(daemon)
      let deadline = Deadline()
      while true {
        let answer = try brain.ask(.examine)
        guard answer.english.contains("steady readings"), !deadline.hasPassed else {
          if answer.code != .ok { #expect(try brain.ask(.arm).code == .refused) }
          return answer
        }
        _ = try brain.freshState()
      }
    }

    /// The same that `approve` wrote, which sha256sum verifies.
    @Test func saysWhatItRead() throws {
      #expect(try approve() == 0)
      let daemon = try Daemon(robot: robot, in: directory, environment: state)
      let brain = try Brain(daemon)
      guard case .files(let files) = try brain.wire.request(.files, timeout: .milliseconds(20_000))
      else {
        Issue.record("no files")
        return
      }
      #expect(files.map(\.role) == [.robot, .urdf])
      let record = try String(
        contentsOfFile: directory.path + "/state/approved.sha256", encoding: .utf8)
      let lines = files.map { "\($0.sha256)  \($0.path)\n" }
      #expect(record == lines.sorted { $0.dropFirst(66) < $1.dropFirst(66) }.joined())
    }

    @Test func armsOnlyWithWhatWasApproved() throws {
      let before = try answer()
      #expect(before.code == .refused)
      #expect(before.english.contains("nobody has approved this configuration"))
      #expect(before.english.contains("`cerebellum approve --robot \(robot)`"))
      #expect(before.chinese.contains("该配置尚未被批准"))
      #expect(try approve() == 0)
      #expect(try answer().code == .ok)
      _ = try directory.arm([
        ("rate: 500 Hz", "rate: 500 Hz\nsafety: { approval: always }\ncommand_timeout: 1 s")
      ])
      let after = try answer()
      #expect(after.code == .refused)
      #expect(after.english.contains("\(robot) has changed since. Look at the files"), "\(after)")
    }
  }
}
