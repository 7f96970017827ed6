import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotCore
import Testing

/// What the outputs do after the daemon died.
@Suite struct OutputReleaseTests {
  private static let lines = """
    lines:
      enable: { line: GPIO27, output: active_low, safe: high }
    devices:
      pwm: { driver: pca9685, bus: main, address: 0x41, frequency: 1 kHz, output_enable: enable }
    """
  private static let gated = Sample.robot.replacing(
    "devices:\n  pwm: { driver: pca9685, bus: main, address: 0x41, frequency: 1 kHz }", with: lines)

  /// The block of `robot` on a board whose lines do `release`.
  private func block(
    _ robot: String, _ release: String, isSimulated: Bool = false
  ) throws -> StartBlock? {
    let board = Sample.board.replacing(
      "on_release: keeps", with: "\(release), lines: { 13: GPIO27 }")
    let folder = try RobotFolder(
      robot: robot, files: ["sample.urdf": Sample.urdf(), "board.yaml": board])
    let loaded = try LoadedRobot(
      robotPath: folder.robot, boardPath: folder.path + "/board.yaml")
    let blocks = loaded.startBlocks(isSimulated: isSimulated, stateDirectory: folder.path)
    let report = RobotCheck.run(
      robotPath: folder.robot, boardPath: folder.path + "/board.yaml")
    if !isSimulated { #expect(report.hardwareBlocks == blocks.filter(isOfRelease)) }
    let found = blocks.first(where: isOfRelease)
    if let text = found?.text {
      let accept = "\(folder.robot)"
      #expect(
        text.english.contains("accept it in \(accept): `safety: { accept: [output_release] }`"))
      #expect(text.chinese.contains("\(accept) 中接受：`safety: { accept: [output_release] }`"))
    }
    return found
  }

  private func isOfRelease(_ block: StartBlock) -> Bool { block.refusal == .outputReleaseUnsafe }

  @Test(
    arguments: [
      (
        "on_release: keeps, strict_fix: dtparam=strict_gpiod",
        "keeps an output's level after the process that drove it died: add dtparam=strict_gpiod (",
        "该主板的输出会保持原电平：请加入 dtparam=strict_gpiod（"
      ),
      ("on_release: keeps", "drove it died (", "该主板的输出会保持原电平（"),
      (
        "on_release: unknown", "it is unknown what this board's outputs do after a process died (",
        "不清楚进程退出后该主板的输出会怎样（"
      ),
    ])
  func aBoardThatIsNotKnownToLetGoBlocks(release: String, english: String, chinese: String) throws {
    let block = try #require(try block(Self.gated, release))
    #expect(block.joint == -1)
    #expect(block.text.english.contains(english), "\(block.text)")
    #expect(block.text.chinese.contains(chinese))
    #expect(block.text.english.contains("/board.yaml: gpio.on_release;"))
    #expect(block.text.chinese.contains("/board.yaml：gpio.on_release；"))
    #expect(!block.text.english.contains("pwm goes on"))
  }

  @Test func aBoardThatLetsGoDoesNot() throws {
    #expect(try block(Self.gated, "on_release: reverts") == nil)
  }

  /// Nothing opens the chip, whatever the board does; and without lines the board's do not matter.
  @Test func aChipThatNothingSwitchesOffBlocksOnEveryBoard() throws {
    for release in ["on_release: reverts", "on_release: unknown"] {
      let text = try #require(try block(Sample.robot, release)).text
      #expect(text.english.contains("pwm goes on driving its last PWM when the host dies: wire"))
      #expect(text.chinese.contains("主机失效后 pwm 会继续输出最后的 PWM"))
      #expect(!text.english.contains("gpio.on_release"))
    }
  }

  @Test func theOwnerMayAcceptIt() throws {
    for robot in [Self.gated, Sample.robot] {
      let accepted = robot + "safety: { accept: [output_release] }\n"
      #expect(try block(accepted, "on_release: unknown") == nil)
    }
  }

  @Test func aSimulationHasNoOutputs() throws {
    #expect(try block(Self.gated, "on_release: unknown", isSimulated: true) == nil)
  }
}
