import RobotConfiguration
import RobotHAL
import RobotUnits
import Synchronization
import Testing

@testable import RobotAssembly

/// A bus with one device, whose transfers take their clocks and a while more, on a clock of its own.
private final class SlowAdapter: I2CAdapter {
  let capabilities: I2CCapabilities
  let maximumMessages = 42
  private let address: UInt16
  private let state = Mutex<(now: Int64, transfers: Int, lengths: Set<UInt16>)>((0, 0, []))

  init(_ address: UInt16, capabilities: I2CCapabilities = .combinedMessages) {
    self.address = address
    self.capabilities = capabilities
  }

  var now: MonotonicInstant { state.withLock { MonotonicInstant(nanoseconds: $0.now) } }
  var lengths: Set<UInt16> { state.withLock { $0.lengths } }

  /// 400 kHz, 60 us beyond it; in one of fifty 90 us.
  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    guard messages[0].address == address, messages[0].flags.contains(.read) else {
      throw BusError(.noAcknowledge)
    }
    state.withLock { state in
      let clocks = 2 + 9 * (Int64(messages[0].length) + 1)
      state.now += clocks * 2500 + (state.transfers % 50 == 49 ? 90_000 : 60_000)
      state.transfers += 1
      state.lengths.insert(messages[0].length)
    }
  }

  func pause(_ span: TimeSpan) {}
}

@Suite struct OverheadMeasurementTests {
  private func robot() throws -> RobotDescription {
    let text = Sample.robot.replacing(
      "  angle:",
      with: "  mux: { driver: tca9548a, bus: main, address: 0x71 }\n  angle:")
    return try RobotFile.load(
      text: Array(text.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
  }

  @Test func findsWhatLiesBeyondTheWire() throws {
    let adapter = SlowAdapter(0x71)
    let measured = try BusMeasurement.run(
      "main", of: try robot(), count: 200, open: { _ in adapter }, now: { adapter.now })
    #expect(measured.device == "mux")
    #expect(measured.figures.half == .microseconds(60))
    #expect(measured.figures.most == .microseconds(90))
    let hertz = try #require(measured.figures.wireHertz)
    #expect(abs(hertz - 400e3) < 1)
    #expect(measured.boardLine == "header: { overhead: 90 us }")
  }

  /// The line is what a board file takes.
  @Test func boardFileTakesTheLine() throws {
    let board = Sample.board.replacing(
      "header: { speed: 1 MHz, overhead: 50 us }", with: "header: { speed: 1 MHz, overhead: 90 us }"
    )
    let read = try BoardFile.load(text: Array(board.utf8), file: "board.yaml")
    #expect(read.i2c[0].overhead == .microseconds(90))
  }

  @Test func anotherDeviceIsReadWhereTheMuxIsNotThere() throws {
    let adapter = SlowAdapter(0x36)
    let measured = try BusMeasurement.run(
      "main", of: try robot(), count: 4, open: { _ in adapter }, now: { adapter.now })
    #expect(measured.device == "angle")
  }

  /// SMBus reads one byte without a command, so that the wire's clock stays unknown.
  @Test func smbusIsReadByteByByte() throws {
    let adapter = SlowAdapter(0x71, capabilities: .smbusOnly)
    let measured = try BusMeasurement.run(
      "main", of: try robot(), count: 4, open: { _ in adapter }, now: { adapter.now })
    #expect(measured.figures.wireHertz == nil)
    #expect(adapter.lengths == [1])
  }

  @Test func saysWhyNothingIsMeasured() throws {
    let adapter = SlowAdapter(0x23)
    let robot = try robot()
    let silent = try #require(throws: BusMeasurement.Failure.self) {
      try BusMeasurement.run(
        "main", of: robot, count: 4, open: { _ in adapter }, now: { adapter.now })
    }
    #expect(!silent.isUsage)
    #expect(silent.text.english.contains("no device of bus \"main\" answers: pwm (0x41)"))
    let unknown = try #require(throws: BusMeasurement.Failure.self) {
      try BusMeasurement.run(
        "mian", of: robot, count: 4, open: { _ in adapter }, now: { adapter.now })
    }
    #expect(unknown.isUsage)
    #expect(unknown.text.english == "the robot has no bus \"mian\"; it has main")
  }
}
