import RobotConfiguration
import RobotHAL
import RobotUnits
import Testing

@testable import RobotAssembly

/// What would relieve a bus, and that following it does.
@Suite struct BusProposalTests {
  /// One joint, and two power monitors that nobody needs in every cycle.
  private static func robot(_ edits: [(String, String)] = []) throws -> RobotFolder {
    let text = Sample.robot.replacing(
      "  angle:",
      with: """
          battery: { driver: ina226, bus: main, address: 0x44, shunt: 2 mOhm, every: 1 }
          logic: { driver: ina226, bus: main, address: 0x45, shunt: 2 mOhm, every: 1 }
          angle:
        """)
    return try RobotFolder(
      robot: edits.reduce(text) { $0.replacing($1.0, with: $1.1) },
      files: ["sample.urdf": Sample.urdf(), "board.yaml": Sample.board])
  }

  private func check(_ folder: RobotFolder) -> CheckReport {
    RobotCheck.run(robotPath: folder.robot, boardPath: "\(folder.path)/board.yaml")
  }

  /// At 100 kHz, 10 us per clock: the burst 10 bytes (92 with STOP at the end elsewhere: 91), six readings of
  /// 47, the settings of one device 47, the encoder 56, and a STOP: 477 clocks, 4 770 us, and 50 us. Four
  /// times faster: 1 192.5 us and 50 us.
  @Test func figuresAreThoseOfTheChangedRobot() throws {
    let folder = try Self.robot([
      ("speed: 400 kHz", "speed: 100 kHz"), ("rate: 200 Hz", "rate: 100 Hz"),
    ])
    let report = check(folder)
    try #require(report.errors.isEmpty, "\(report.errors)")
    #expect(report.buses[0].totalMicroseconds == 4820)
    let faster = try #require(report.proposals.first { $0.change == .speed(400e3) })
    #expect(faster.totalMicroseconds == 1242.5)
    #expect(abs(faster.utilisation - 0.146176) < 1e-6)
    #expect(
      faster.text.english.hasPrefix("clock bus \"main\" at 400 kHz, which all its devices follow"))
    let followed = check(try Self.robot([("rate: 200 Hz", "rate: 100 Hz")]))
    #expect(followed.buses[0].totalMicroseconds == 1242.5)
    #expect(followed.buses[0].highestRateHertz == faster.highestRateHertz)
  }

  /// Two monitors of three readings each: in ten cycles there is room for each reading in a cycle of its own,
  /// and for the settings in those between.
  @Test func rarerReadingsAreSpread() throws {
    let report = check(try Self.robot())
    let rarer = try #require(
      report.proposals.first {
        if case .divisor = $0.change { true } else { false }
      })
    #expect(rarer.change == .divisor(devices: ["battery", "logic"], every: 10))
    // Six of 47 clocks less than 477, at 2.5 us.
    #expect(rarer.totalMicroseconds == 537.5)
    let followed = check(try Self.robot([("every: 1", "every: 10")]))
    #expect(followed.buses[0].totalMicroseconds == rarer.totalMicroseconds)
  }

  /// The monitors have 141 clocks each, the burst 91, the encoder 57 with the STOP: 141 + 91 stay, with the
  /// settings' 47, and take the STOP of their own.
  @Test func splitNamesTheDevicesToMove() throws {
    let report = check(try Self.robot())
    let split = try #require(
      report.proposals.first {
        if case .split = $0.change { true } else { false }
      })
    #expect(split.change == .split(devices: ["logic", "angle"]))
    #expect(split.totalMicroseconds == 750)
  }

  /// A clock that one device or the board cannot follow is not proposed.
  @Test func speedIsBoundedByTheSlowest() throws {
    let plain = check(try Self.robot())
    #expect(plain.proposals.contains { $0.change == .speed(1e6) })
    let mux = check(
      try Self.robot([
        ("  pwm:", "  mux: { driver: tca9548a, bus: main, address: 0x71 }\n  pwm:")
      ]))
    #expect(mux.errors.isEmpty, "\(mux.errors)")
    #expect(!mux.proposals.contains { if case .speed = $0.change { true } else { false } })
    let folder = try Self.robot()
    let board = try RobotFolder(
      robot: Sample.robot,
      files: ["board.yaml": Sample.board.replacing("speed: 1 MHz", with: "speed: 400 kHz")])
    let bounded = RobotCheck.run(
      robotPath: folder.robot, boardPath: "\(board.path)/board.yaml")
    #expect(bounded.errors.isEmpty, "\(bounded.errors)")
    #expect(!bounded.proposals.contains { if case .speed = $0.change { true } else { false } })
  }

  /// What cannot fit is refused at the rate, with the proposals as the way out.
  @Test func refusalNamesTheWaysOut() throws {
    let folder = try Self.robot([("rate: 200 Hz", "rate: 1 kHz"), ("400 kHz", "100 kHz")])
    let error = try #require(check(folder).errors.first)
    #expect("\(error)".contains("robot.yaml:2:7: rate: the buses cannot carry 1 kHz"), "\(error)")
    let hint = try #require(error.hint)
    #expect(hint.hasPrefix("lower the rate, or "), "\(hint)")
    #expect(hint.contains("clock bus \"main\" at 400 kHz"), "\(hint)")
    #expect(hint.contains("(still too much)"), "\(hint)")
    #expect(hint.contains("move logic, angle to a further bus"), "\(hint)")
  }

  @Test func bottleneckIsNamed() throws {
    let text = try #require(check(try Self.robot()).buses[0].bottleneck)
    // Three readings of a monitor, 141 clocks of 477, take more than the burst's 91.
    #expect(
      text.english
        == "bus \"main\" takes 1243 us of 4250 us; most of it, 28 %: battery")
  }
}
