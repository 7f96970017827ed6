import RobotAssembly
import RobotConfiguration
import Testing

/// What the robot file may say of serial lines and servos, and where it is told what is wrong.
@Suite struct ServoFileTests {
  static let sample = """
    robot: pair
    rate: 200 Hz
    buses:
      arm: { kind: serial, device: /dev/ttyUSB0, baud: 1000000 }
      left: { i2c: header, speed: 400 kHz }
    devices:
      one: { driver: feetech, bus: arm, id: 1 }
      two: { driver: feetech, bus: arm, id: 2, model: sts3215 }
      angle: { driver: as5600, bus: left }
    joints:
      first:
        actuator: { servo: one }
        encoder: { device: one, zero: 180 deg }
        limits: { position: [-90 deg, 90 deg], velocity: 3 rad/s, acceleration: 20 rad/s^2, effort: 2 N.m }
        control: { law: position }
        on_loss: hold
      second:
        actuator: { servo: two }
        encoder: { device: two, direction: -1, zero: 180 deg }
        limits: { position: [-90 deg, 90 deg], velocity: 3 rad/s, acceleration: 20 rad/s^2, effort: 2 N.m }
        control: { law: position }
        on_loss: coast

    """

  private func check(_ edits: (String, String)...) throws -> CheckReport {
    let text = edits.reduce(Self.sample) { text, edit in
      #expect(text.contains(edit.0), "the sample has no \(edit.0)")
      return text.replacing(edit.0, with: edit.1)
    }
    let folder = try RobotFolder(robot: text, files: [:])
    return RobotCheck.run(robotPath: folder.robot, boardPath: nil)
  }

  private func places(_ report: CheckReport) -> [String] {
    report.errors.map { "\($0.position.map(\.description) ?? "-"): \($0.keyPath)" }
  }

  @Test func sampleIsRight() throws {
    let report = try check()
    #expect(report.errors.isEmpty, "\(report.errors)")
    #expect(report.joints.map(\.actuator) == ["one (sts3215)", "two (sts3215)"])
    #expect(report.joints.map(\.law) == ["position", "position"])
    // Two on: 8 + 2 * 9 bytes of commands, 8 + 2 of the request, 2 * 21 of answers.
    let line = try #require(report.serialBuses.first)
    #expect(line.bytes == 26 + 10 + 42)
    #expect(line.wireMicroseconds == 780)
    #expect(line.delayMicroseconds == 1000)
    // One frame more where one is off (8), and the request to a silent one (8 bytes, 1 ms).
    #expect(line.totalMicroseconds == 780 + 1000 + 80 + 80 + 1000)
    #expect(line.availableMicroseconds == 4250)
  }

  @Test func anIDIsOneServos() throws {
    let report = try check(("id: 2", "id: 1"))
    #expect(places(report) == ["8:41: devices.two.id"])
    #expect(report.errors.first?.hint?.contains("register 5") == true)
  }

  @Test func devicesGoOnBusesOfTheirKind() throws {
    #expect(
      places(try check(("as5600, bus: left", "as5600, bus: arm"))) == ["9:33: devices.angle.bus"])
    let servo = try check(("feetech, bus: arm, id: 1", "feetech, bus: left, id: 1"))
    #expect(places(servo) == ["7:32: devices.one.bus"])
    #expect(servo.errors.first?.allowed == "arm")
  }

  @Test func speedsAreThoseOfTheServos() throws {
    let report = try check(("baud: 1000000", "baud: 2000000"))
    #expect(places(report) == ["4:52: buses.arm.baud"])
    #expect(report.errors.first?.allowed?.hasPrefix("1000000, 500000") == true)
  }

  @Test func rateThatTheLineCannotCarryIsRefused() throws {
    let report = try check(("rate: 200 Hz", "rate: 500 Hz"))
    #expect(places(report) == ["2:7: rate"])
    #expect(report.errors.first?.problem.contains("needs 2940 us of the 1700 us") == true)
    let rate = try #require(report.errors.first?.allowed?.dropFirst("at most ".count))
    #expect(try check(("rate: 200 Hz", "rate: \(rate)")).errors.isEmpty)
  }

  @Test func rangeMustNotPassTheSeam() throws {
    let report = try check(("device: one, zero: 180 deg", "device: one, zero: 0 deg"))
    #expect(places(report) == ["13:5: joints.first.encoder.zero"])
    #expect(report.errors.first?.hint?.contains("180.0 deg") == true, "\(report.errors)")
    #expect(try check(("device: one, zero: 180 deg", "device: one, zero: 91 deg")).errors.isEmpty)
  }

  @Test(arguments: [
    (
      "law: position }\n    on_loss: hold",
      "law: pid, kp: 1 N.m/rad, kd: 0 N.m.s/rad, ki: 0 N.m/(rad.s) }\n    on_loss: hold",
      "joints.first.control.law"
    ),
    (
      "law: position }\n    on_loss: hold",
      "law: impedance, kp: 1 N.m/rad, kd: 0 N.m.s/rad }\n    on_loss: hold",
      "joints.first.control.law"
    ),
    ("on_loss: coast", "on_loss: damp", "joints.second.on_loss"),
    ("device: one, zero", "device: two, zero", "joints.first.encoder.device"),
    (
      "actuator: { servo: one }", "actuator: { servo: one }\n    transmission: { ratio: 2 }",
      "joints.first.transmission"
    ),
    ("servo: two", "servo: one", "joints.second.actuator.servo"),
    ("servo: one", "servo: angle", "joints.first.actuator.servo"),
    ("servo: one", "servo: on", "joints.first.actuator.servo"),
    ("rate: 200 Hz", "rate: 200 Hz\nloop: { buses: inline }", "loop.buses"),
    ("id: 2, model: sts3215", "id: 2, model: scs0009", "devices.two.model"),
  ])
  func whatAServoCannotDoIsRefused(_ old: String, _ new: String, _ path: String) throws {
    let report = try check((old, new))
    #expect(report.errors.contains { $0.keyPath == path }, "\(report.errors)")
    #expect(report.errors.allSatisfy { $0.hint != nil || $0.allowed != nil }, "\(report.errors)")
  }
}
