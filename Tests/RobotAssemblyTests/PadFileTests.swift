import RobotAssembly
import RobotConfiguration
import Testing

/// What the robot file may say of tactile pads on a serial line, and where it is told what is wrong.
@Suite struct PadFileTests {
  static let sample = """
    robot: fingers
    rate: 200 Hz
    buses:
      skin: { kind: serial, device: /dev/ttyUSB0, baud: 921600 }
      left: { i2c: header, speed: 400 kHz }
    devices:
      thumb: { driver: paxini, bus: skin, module: thumb_tip, taxels: 31, tare: at_start }
      index: { driver: paxini, bus: skin, module: index_tip, taxels: 116, errors: { degrade: 7 } }
      angle: { driver: as5600, bus: left }
    joints: none

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
    let robot = try #require(report.robot)
    #expect(robot.devices.map(\.name) == ["angle"])
    #expect(robot.deviceNames == ["angle", "thumb", "index"])
    #expect(robot.pads.map(\.place) == [2, 6] && robot.pads.map(\.taxels) == [31, 116])
    #expect(robot.pads.map(\.tactile?.tare) == [.atStart, TactileDescription.Tare.none])
    // Five counts and two of 0.1 N.
    #expect(robot.pads[1].tactile?.touch == 0.5 && robot.pads[1].tactile?.release == 0.2)
    #expect(robot.pads.map(\.errors.degrade) == [5, 7])
    #expect(robot.pads.map(\.errors.fault) == [50, 50])
  }

  /// Head, length, error and checksum are 7 bytes; each module 6 and 3 of each taxel; at 92 160 bytes a second.
  @Test func lineIsBudgeted() throws {
    let line = try #require(try check().serialBuses.first)
    #expect(line.name == "skin" && line.servos == 0 && line.stream?.pads == 2)
    #expect(line.bytes == 7 + 6 + 3 * 31 + 6 + 3 * 116)
    #expect(abs(line.wireMicroseconds - 460 / 0.09216) < 0.01)
    #expect(line.stream?.framesPerSecond == 91)
    #expect(abs(line.utilisation - 91 * 460 / 92_160) < 1e-6)
    // devices.md 3.7: five fingertips of 116 taxels are 1777 bytes, 52 frames a second and not 91.
    let tips = ["thumb", "index", "middle", "ring", "little"].map {
      "  \($0): { driver: paxini, bus: skin, module: \($0)_tip, taxels: 116 }\n"
    }.joined()
    let own = Self.sample.split(separator: "\n").filter { $0.contains("paxini") }
      .map { $0 + "\n" }.joined()
    let five = try check((own, tips))
    #expect(five.errors.isEmpty, "\(five.errors)")
    let full = try #require(five.serialBuses.first)
    #expect(full.bytes == 1777)
    #expect((51..<52).contains(full.stream?.framesPerSecond ?? 0))
    #expect(abs(full.utilisation - 1) < 1e-9)
  }

  /// One without taxels among others is taken to have the most, 239: the board sends them all.
  @Test func unknownTaxelsAreBudgetedAsTheMost() throws {
    let report = try check((", taxels: 31, tare: at_start", ""))
    #expect(report.serialBuses.first?.bytes == 7 + 6 + 3 * 239 + 6 + 3 * 116)
    let forces = try check(
      (", taxels: 31, tare: at_start", ""), (", taxels: 116", ""))
    #expect(forces.serialBuses.first?.bytes == 7 + 6 + 6)
  }

  /// The kernel keeps 4095 bytes: 91 * 460 of them a second are too many in a tenth of one.
  @Test func loopThatComesRoundTooRarelyIsRefused() throws {
    let report = try check(("rate: 200 Hz", "rate: 10 Hz"))
    #expect(places(report) == ["2:7: rate"])
    #expect(report.errors.first?.problem.contains("4186 bytes in a cycle") == true)
    #expect(report.errors.first?.hint == "write rate: 11 Hz, or more")
    #expect(try check(("rate: 200 Hz", "rate: 11 Hz")).errors.isEmpty)
  }

  private static let refusals: [(String, String, String, String)] = [
    ("module: index_tip", "module: thumb_tip", "8:47: devices.index.module", "plugged in at"),
    ("module: index_tip", "module: index_top", "8:47: devices.index.module", "index_tip"),
    ("taxels: 116", "taxels: 240", "8:66: devices.index.taxels", "239"),
    ("baud: 921600", "baud: 1000000", "4:53: buses.skin.baud", "921600"),
    ("baud: 921600", "baud: 921600, latency: 1 ms", "4:70: buses.skin.latency", "remove"),
    ("baud: 921600", "baud: 921600, echo: false", "4:67: buses.skin.echo", "remove"),
    (
      "bus: skin, module: index_tip", "bus: left, module: index_tip", "8:33: devices.index.bus",
      "skin"
    ),
    ("as5600, bus: left", "as5600, bus: skin", "9:33: devices.angle.bus", "left"),
    ("taxels: 31, tare", "tare", "7:64: devices.thumb.tare", "taxels: 31"),
    ("taxels: 116", "touch: 1", "8:65: devices.index.touch", "taxels: 31"),
    ("taxels: 116", "taxels: 116, every: 2", "8:71: devices.index.every", "module"),
    ("taxels: 116", "taxels: 116, address: 0x40", "8:71: devices.index.address", "module"),
    ("taxels: 116", "taxels: 116, via: thumb.0", "8:76: devices.index.via", "remove"),
    ("taxels: 116", "taxels: 116, touch: 1, release: 2", "8:90: devices.index.release", "noise"),
    ("module: index_tip, ", "", "8:3: devices.index.module", "module"),
    ("degrade: 7", "degrade: 7, fault: 7", "8:100: devices.index.errors.fault", "degrade"),
    ("rate: 200 Hz", "rate: 200 Hz\nloop: { buses: inline }", "3:16: loop.buses", "threads"),
  ]

  @Test(arguments: refusals)
  func whatCannotBeIsRefused(_ old: String, _ new: String, _ place: String, _ fix: String) throws {
    let report = try check((old, new))
    #expect(places(report).contains(place), "\(report.errors)")
    let fixes = report.errors.map { "\($0.hint ?? "") \($0.allowed ?? "")" }
    #expect(fixes.contains { $0.contains(fix) }, "\(report.errors)")
    #expect(report.errors.count == 1, "\(report.errors)")
  }

  @Test func padsAndServosDoNotShareALine() throws {
    let report = try check(
      ("  angle:", "  servo: { driver: feetech, bus: skin, id: 1 }\n  angle:"))
    #expect(report.errors.contains { $0.keyPath == "devices.thumb.bus" }, "\(report.errors)")
    #expect(report.errors.allSatisfy { $0.hint != nil || $0.allowed != nil }, "\(report.errors)")
  }

  @Test func aPadMovesAndMeasuresNoJoint() throws {
    let joint = """
      joints:
        hinge:
          actuator: { servo: thumb }
          encoder: { device: thumb, zero: 0 deg }
          limits: { position: [-1 rad, 1 rad], velocity: 3 rad/s, acceleration: 20 rad/s^2, effort: 2 N.m }
          control: { law: position }
          on_loss: hold
      """
    let servo = try check(("joints: none", joint))
    #expect(places(servo).contains("12:24: joints.hinge.actuator.servo"), "\(servo.errors)")
    let bridge = try check(
      (
        "joints: none",
        joint.replacing(
          "servo: thumb",
          with:
            "bridge: [thumb.0, thumb.1], motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }"
        ).replacing("law: position", with: "law: impedance, kp: 1 N.m/rad, kd: 0 N.m.s/rad")
      ))
    #expect(bridge.errors.contains { $0.problem.contains("tactile pad") }, "\(bridge.errors)")
    #expect(bridge.errors.allSatisfy { $0.hint != nil || $0.allowed != nil }, "\(bridge.errors)")
  }
}
