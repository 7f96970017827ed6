import RobotConfiguration
import RobotHAL
import Testing

@testable import RobotAssembly
@testable import cerebellum

@Suite struct ScanCommandTests {
  private let hil = Repository.root + "/Robots/hil/robot.yaml"

  private func scan(_ arguments: [String], _ listener: Listener, _ language: Language = .english)
    throws
  {
    try verb(["scan"] + arguments).execute(listener.console(language))
  }

  @Test func namesWhatIsBehindAMux() throws {
    let listener = Listener()
    try scan(["--robot", hil, "--simulated"], listener)
    for text in [
      "main: board: header, 400 kHz",
      "  0x41               pca9685?   no identity register; plausible: MODE2",
      "  0x70               also 0x41 ", "  0x71               tca9548a   control",
      "  0x36 (mux 0x71.1)  as5600?    no identity register; plausible: STATUS",
      "  left_angle (as5600, main, mux 0x71 channel 0, 0x36): found",
    ] {
      let isTold = listener.output.contains(text)
      #expect(isTold, "\(text) in \(listener.output)")
    }
  }

  @Test func speaksChinese() throws {
    let listener = Listener()
    try scan(["--robot", hil, "--simulated"], listener, .chinese)
    #expect(listener.output.contains("right_angle (as5600, main, mux 0x71 channel 1, 0x36): 就位"))
  }

  @Test func answersInOneObject() throws {
    let listener = Listener()
    try scan(["--robot", hil, "--simulated", "--json"], listener)
    #expect(listener.output.split(separator: "\n").count == 1)
    #expect(
      listener.output.contains(
        "{\"address\": \"0x36\", \"mux\": \"0x71\", \"channel\": 1, \"drivers\": [\"as5600\"], "
          + "\"is_certain\": false, "))
    #expect(listener.output.contains("\"state\": \"found\", \"text\": \"\"}"))
  }

  @Test func aBusCanBeChosen() throws {
    let listener = Listener()
    let arm = Repository.root + "/Robots/arm6/robot.yaml"
    try scan(["--robot", arm, "--simulated", "--bus", "right", "--no-mux"], listener)
    #expect(!listener.output.contains("left"))
    #expect(
      listener.output.contains("jaw_angle (as5600, right, mux 0x71 channel 2, 0x36): not checked"))
    let failure = #expect(throws: ToolFailure.self) {
      try scan(["--robot", arm, "--simulated", "--bus", "up"], listener)
    }
    #expect(failure?.exit == .usage)
    #expect(failure?.message.english == "the robot has no bus \"up\"; it has left, right")
  }

  @Test func aSimulationNeedsARobot() {
    let failure = #expect(throws: ToolFailure.self) { try scan(["--simulated"], Listener()) }
    #expect(failure?.exit == .usage)
  }

  @Test func wrongFilesAreThree() {
    for arguments in [["--robot", "/no/such.yaml"], ["--board", "/no/such.yaml"]] {
      let failure = #expect(throws: ToolFailure.self) { try scan(arguments, Listener()) }
      #expect(failure?.exit == .configuration)
    }
  }

  @Test func whatIsNotThereIsFour() {
    let listener = Listener()
    let board = Repository.root + "/Boards/raspberrypi-5.yaml"
    let failure = #expect(throws: ToolFailure.self) {
      try scan(
        ["--robot", Repository.root + "/Robots/first/robot.yaml", "--board", board], listener)
    }
    #expect(failure?.exit == .hardware)
    #expect(listener.output.contains("not scanned: "))
    #expect(failure?.details.map(\.0) == ["buses", "robot_devices", "robot_file"])
  }

  @Test func troubleIsTold() {
    var bus = ScannedBus(name: "main")
    var scan = BusScan()
    scan.trouble = .everyAddressAnswers
    scan.warnings = [BilingualText("look here", "看这里")]
    bus.scan = scan
    bus.claimed = [0x40: "emc2305"]
    var report = ScanReport(buses: [bus])
    report.verdicts = [
      DeviceVerdict(
        device: "angle", driver: "as5600", place: "main, 0x36", state: .other,
        text: BilingualText("another", "不符"))
    ]
    #expect(!report.isWell)
    let lines = ScanText(report: report, console: Listener().console(.chinese)).lines
    #expect(lines[1] == "  0x40：由内核驱动 emc2305 占用，未询问")
    #expect(lines[2] == "  警告：看这里")
    #expect(lines[3].hasPrefix("  警告：所有地址都有应答"))
    #expect(lines.last == "  angle (as5600, main, 0x36): 芯片不符 – 不符")
  }
}
