import RobotConfiguration
import RobotCore
import Testing

@testable import RobotAssembly
@testable import cerebellum

@Suite struct CheckTextTests {
  @Test func explainsTheArm() throws {
    let listener = Listener()
    try check(
      ["Robots/arm6/robot.yaml", "--board", Repository.root + "/Boards/sim.yaml"], listener)
    for text in [
      "arm6: 500 Hz, 6 joints, 6 armable; board sim", "gripper", "-0.175 … 1.745",
      "bus, worst cycle", "No software can cover here",
    ] {
      let isTold = listener.output.contains(text)
      #expect(isTold, "\(text) in \(listener.output)")
    }
  }

  @Test func withoutABoardTheBusesAreTheSimulations() throws {
    let listener = Listener()
    try check(["Robots/first/robot.yaml"], listener)
    let head = "first: 200 Hz, 1 joint, 1 armable; no --board: buses as simulated ones\n"
    #expect(listener.output.hasPrefix(head), "\(listener.output)")
  }

  @Test func unspecifiedLimitsAreSaidSo() {
    let joint = CheckedJoint(
      name: "pan", lower: -1, upper: 1, velocity: nil, acceleration: 20, effort: nil,
      actuator: "pwm.0/1", encoder: "angle", law: "pid", isArmable: false)
    var report = CheckReport()
    report.joints = [joint]
    report.warnings = ["odd"]
    let lines = CheckText(report: report, console: Listener().console()).lines
    #expect(lines[1].contains("unspecified"))
    #expect(lines.suffix(2) == ["URDF, strange:", "  - odd"])
  }

  @Test func whatABoardDoesNotSwitchOffBlocksArming() {
    var report = CheckReport()
    report.hardwareBlocks = [
      StartBlock(.outputReleaseUnsafe, BilingualText("outputs stay on", "输出保持开启"))
    ]
    #expect(
      CheckText(report: report, console: Listener().console()).lines
        == ["Blocks arming:", "  - outputs stay on"])
    #expect(
      CheckText(report: report, console: Listener().console(.chinese)).lines
        == ["阻止使能：", "  - 输出保持开启"])
    let json = JSONValue.object(report.jsonMembers).oneLine
    #expect(json.contains("\"hardware_blocks\": [\"outputs stay on\"]"))
  }

  @Test func prismaticJointsHaveTheirOwnUnits() {
    let pan = CheckedJoint(
      name: "pan", lower: -1, upper: 1, velocity: 3, acceleration: 20, effort: 2,
      actuator: "pwm.0/1", encoder: "angle", law: "pid", isArmable: true)
    var lift = pan
    lift.isPrismatic = true
    var report = CheckReport()
    report.joints = [pan]
    #expect(
      heading(report).contains(
        "position rad  velocity rad/s  acceleration rad/s^2  effort N.m "))
    report.joints = [lift, pan]
    #expect(
      heading(report).contains(
        "position rad|m  velocity rad|m/s  acceleration rad|m/s^2  effort N.m|N"))
    let json = JSONValue.object(report.jsonMembers).oneLine
    for keys in [
      "\"lower_m\": -1, \"upper_m\": 1, \"velocity_m_s\": 3, \"acceleration_m_s2\": 20, "
        + "\"effort_n\": 2,",
      "\"lower_rad\": -1, \"upper_rad\": 1, \"velocity_rad_s\": 3, \"acceleration_rad_s2\": 20, "
        + "\"effort_nm\": 2,",
    ] { #expect(json.contains(keys), "\(json)") }
  }

  private func heading(_ report: CheckReport) -> String {
    CheckText(report: report, console: Listener().console()).lines[0]
  }

  @Test func missingFileIsThree() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try check(["Robots/no/such.yaml", "--json"], Listener())
    }
    #expect(failure.exit == .configuration)
    let object = failure.json(.english).oneLine
    let hasErrors = object.contains("\"errors\": [{\"file\": ")
    #expect(hasErrors, "\(object)")
  }

  private func check(_ arguments: [String], _ listener: Listener) throws {
    let rest = [Repository.root + "/" + arguments[0]] + arguments.dropFirst()
    try verb(["check"] + rest).execute(listener.console())
  }
}
