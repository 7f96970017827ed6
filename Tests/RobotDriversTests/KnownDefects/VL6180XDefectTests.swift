import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

@Suite("What existing drivers get wrong: VL6180X")
struct VL6180XDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
  private let target = FixedTarget(metres: 0.08)
  private let chip: VL6180XModel

  init() {
    chip = VL6180XModel(target: target)
    bus.attach(chip)
  }

  private func range() throws -> DecoderBench {
    var handle = SharedI2CBus(bus)
    let exchanges = VL6180X.exchanges(for: try VL6180X.Configuration()).map(\.exchange)
    let replies = try exchanges.map {
      try handle.transfer(to: $0.address, write: $0.request, read: $0.replyCount)
    }
    return DecoderBench(VL6180X.Decoder(), replies[0], channels: 1)
  }

  @Test(
    "VL6180X: waits without end for a chip that never gets ready (CircuitPython_VL6180X#26, #34)")
  func theWaitEnds() throws {
    // RESULT__RANGE_STATUS stays at "busy".
    chip.load(register: 0x4D, value: 0x00)
    var handle = SharedI2CBus(bus)
    let configuration = try VL6180X.Configuration()
    let began = bus.busTime
    #expect(throws: VL6180X.Failure.notReady(status: 0x00, step: .stop)) {
      try VL6180X.setUp(configuration, on: &handle)
    }
    #expect((bus.busTime - began).seconds < 0.4)
  }

  @Test("VL6180X: takes 0xFF of a dead bus for \"ready\" (Adafruit_VL6180X#15, #30)")
  func aDeadBusIsNoRange() throws {
    let dead = [UInt8](repeating: 0xFF, count: 22)
    #expect(DecoderBench(VL6180X.Decoder(), dead, channels: 1).isRefused)
    // Nor is a status with more than the bit of a new sample.
    var status = [UInt8](repeating: 0, count: 22)
    (status[0], status[2], status[21]) = (0x01, 0x07, 80)
    #expect(DecoderBench(VL6180X.Decoder(), status, channels: 1).flags.has(.notReady))
  }

  @Test("VL6180X: set up again without a look at FRESH_OUT_OF_RESET (CircuitPython_VL6180X#30)")
  func aSecondSetUpTunesOnlyAFreshChip() throws {
    let configuration = try VL6180X.Configuration()
    var trace = TracingI2CBus(SharedI2CBus(bus))
    try VL6180X.setUp(configuration, on: &trace)
    let first = trace.lines.count
    try VL6180X.setUp(configuration, on: &trace)
    #expect(trace.lines[..<first].contains("0x29 write 02 07 01"))
    #expect(!trace.lines[first...].contains("0x29 write 02 07 01"))
    bus.pause(.milliseconds(60))
    let again = try range()
    #expect(abs(try #require(again[0]) - 0.08) < 1e-9)
  }

  @Test("VL6180X: a reset goes unnoticed, ranges are scaled wrongly (pololu/vl6180x-arduino#15)")
  func aResetIsNoticedAndMended() throws {
    let configuration = try VL6180X.Configuration()
    var handle = SharedI2CBus(bus)
    try VL6180X.setUp(configuration, on: &handle)
    let watch = VL6180X.watch(for: configuration)
    func settings() throws -> [UInt8] {
      let reply = try handle.transfer(
        to: 0x29, write: watch.exchange.request, read: watch.exchange.replyCount)
      return zip(reply, watch.mask).map(&)
    }
    #expect(try settings() == watch.expected)
    chip.powerCycle()
    #expect(try settings() != watch.expected)
    // A host that only starts it again measures three times too far.
    try handle.write([0x00, 0x14, 0x04], to: 0x29)
    try handle.write([0x00, 0x18, 0x03], to: 0x29)
    bus.pause(.milliseconds(60))
    #expect(abs(try #require(try range()[0]) - 0.24) < 1e-9)
    try VL6180X.setUp(configuration, on: &handle)
    bus.pause(.milliseconds(60))
    #expect(abs(try #require(try range()[0]) - 0.08) < 1e-9)
  }

  @Test("VL6180X: a NAK midway leaves the chip half tuned", arguments: [3, 20, 33, 40, 49])
  func aSetUpThatBrokeOffIsRepeatedWhole(after transfers: Int) throws {
    let configuration = try VL6180X.Configuration()
    var broken = BreakingBus(base: SharedI2CBus(bus), remaining: transfers)
    #expect(throws: VL6180X.Failure.self) { try VL6180X.setUp(configuration, on: &broken) }
    var handle = SharedI2CBus(bus)
    try VL6180X.setUp(configuration, on: &handle)
    bus.pause(.milliseconds(60))
    #expect(abs(try #require(try range()[0]) - 0.08) < 1e-9)
  }
}

/// Passes some transfers on, then loses the acknowledge of one.
private struct BreakingBus: I2CBus {
  var base: SharedI2CBus
  var remaining: Int

  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    guard remaining > 0 else { throw BusError(.noAcknowledge, errno: 121) }
    remaining -= 1
    return try base.transfer(to: address, write: bytes, read: count)
  }

  mutating func pause(_ span: TimeSpan) { base.pause(span) }
}
