import FoundationEssentials
import RobotConfiguration
import Testing

@testable import RobotAssembly
@testable import cerebellum

/// The picture and the JSON of what the buses carry.
@Suite struct TimelineTests {
  private func picture(_ robot: String) throws -> String {
    let file = try TemporaryFile("")
    let listener = Listener()
    try verb(["check", Repository.root + "/" + robot, "--timeline", file.path])
      .execute(listener.console())
    return try String(contentsOfFile: file.path, encoding: .utf8)
  }

  private func count(_ text: String, in picture: String) -> Int {
    picture.components(separatedBy: text).count - 1
  }

  /// FNV-1a, 64 bits.
  private func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// One joint at 200 Hz: in each of two periods of 5 ms a burst, and an encoder's write and read.
  /// 10 ms are 1250 pixels, so 50 us are 6.25: the overhead before the only transfer.
  @Test func drawsTheFirstRobot() throws {
    let svg = try picture("Robots/first/robot.yaml")
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1400.00 "))
    #expect(svg.hasSuffix("</svg>\n"))
    #expect(count("class=\"lane\"", in: svg) == 1)
    #expect(count("class=\"control\"", in: svg) == 2)
    #expect(count("class=\"overhead\"", in: svg) == 2)
    #expect(count("class=\"command\"", in: svg) == 2)
    #expect(count("class=\"reading\"", in: svg) == 4)
    #expect(count("class=\"reserve\"", in: svg) == 2)
    #expect(count("class=\"select\"", in: svg) == 0)
    for line in [
      "<rect class=\"overhead\" x=\"130.00\" y=\"72.00\" width=\"6.25\" height=\"30.00\"",
      "<rect class=\"command\" x=\"136.25\" ",
      // The grid point of the second period.
      "<rect class=\"overhead\" x=\"755.00\" ",
      "<title>control phase, from 4250.0 µs after the grid point</title>",
      "command, write of 9 bytes, 91 clocks, 50.0 µs + ",
    ] { #expect(svg.contains(line), "\(line)") }
    #expect(svg == (try picture("Robots/first/robot.yaml")), "the same bytes each time")
  }

  /// Two lanes, muxes, and the heaviest cycle first: the one with the supply's reading.
  @Test func drawsTheArm() throws {
    let svg = try picture("Robots/arm6/robot.yaml")
    #expect(count("class=\"lane\"", in: svg) == 2)
    #expect(count("class=\"control\"", in: svg) == 2)
    // Three channels on two buses in two periods.
    #expect(count("class=\"select\"", in: svg) == 12)
    // Three encoders likewise, a write and a read each, and one of the supply's registers at a time.
    #expect(count("class=\"reading\"", in: svg) == 24 + 4)
    #expect(svg.contains("left_supply: reading, write of 1 bytes, 19 clocks"))
    #expect(
      hash(svg) == 426_968_051_662_275_262,
      "\(hash(svg)): look at the picture before you change this number")
  }

  @Test func namesAreEscaped() throws {
    let model = try LoadedRobot(
      robotPath: Repository.root + "/Robots/first/robot.yaml", boardPath: nil)
    var robot = model.model.robot
    robot.name = "a<b & c>"
    let svg = TimelinePicture(robot, model.budgets).svg
    #expect(svg.contains("a&lt;b &amp; c&gt;, 200 Hz"))
  }

  @Test func jsonHasEveryMessage() throws {
    let listener = Listener()
    try verb(["check", Repository.root + "/Robots/first/robot.yaml", "--json"])
      .execute(listener.console())
    for text in [
      // A cycle with one chip's settings, one with the other's, and the usual one.
      "\"order\": [0, 1, 2, 2, ", "\"cycles\": [{\"transfers\": 1, ",
      "{\"kind\": \"command\", \"device\": \"pwm\", ",
      "\"is_read\": true, \"bytes\": 3, \"stops\": true, \"transfer\": 0, \"clocks\": 38, ",
      "\"average_us\": ", "\"with_retries_us\": ", "\"bottleneck\": \"bus ", "\"proposals\": [",
    ] { #expect(listener.output.contains(text), "\(text) in \(listener.output)") }
  }

  @Test func tablesNameTheBottleneck() throws {
    let listener = Listener()
    try verb(["check", Repository.root + "/Robots/arm6/robot.yaml"]).execute(listener.console())
    for text in [
      "with retries µs", "left · left_pwm", "left · mux switching",
      "left · overhead of 1 transfers", "are left for repeats", "Bottleneck: bus \"left\" takes ",
      "What would relieve it:", "to a further bus",
    ] { #expect(listener.output.contains(text), "\(text) in \(listener.output)") }
  }

  @Test func simulatedBusIsNotMeasured() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try verb([
        "check", Repository.root + "/Robots/first/robot.yaml", "--board",
        Repository.root + "/Boards/sim.yaml", "--measure", "main",
      ]).execute(Listener().console())
    }
    #expect(failure.exit == .usage)
  }
}
