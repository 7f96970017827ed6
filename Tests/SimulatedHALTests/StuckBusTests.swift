import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// A chip that holds SDA low, and the ways to make it let go. Source: NXP UM10204 section 3.1.16.
@Suite("Stuck SDA")
struct StuckBusTests {
  let bench = FaultBench()

  /// Nine clocks and a STOP, as a recovery routine gives them.
  private func recover(_ lines: RecoveryLines) -> Int {
    var pulses = 0
    while pulses < 9, !lines.data.level() {
      lines.clock.drive(false)
      lines.clock.drive(true)
      pulses += 1
    }
    lines.clock.drive(false)
    lines.data.drive(false)
    lines.clock.drive(true)
    lines.data.drive(true)
    return pulses
  }

  @Test func everyTransferFailsAfterTheTimeout() {
    bench.inject(.stuckData(byte: 1), count: 1)
    #expect(bench.bus.recoveryLines.data.level())
    #expect(bench.read() == BusError(.timeout, errno: 110))
    // START, address, pointer, repeated START, address, byte 0: 38 clocks; no STOP.
    #expect(bench.bus.busTime.nanoseconds == 10_000_000 + 38 * 2500)
    #expect(bench.bus.isHeldLow)
    #expect(bench.bus.recoveryLines.data.level() == false)
    let before = bench.bus.busTime
    #expect(bench.read() == BusError(.busFault, errno: 16))
    #expect(bench.writeMux(0) == BusError(.busFault, errno: 16), "whoever is addressed")
    #expect(bench.bus.busTime - before == .milliseconds(20))
    bench.bus.timeout = .milliseconds(30)
    #expect(bench.read() == BusError(.busFault, errno: 16))
    #expect(bench.bus.busTime - before == .milliseconds(50))
  }

  @Test(arguments: 0..<3)
  func nineClocksAndAStopFreeTheBus(_ byte: Int) {
    bench.inject(.stuckData(byte: byte), count: 1)
    #expect(bench.read() == BusError(.timeout, errno: 110))
    let pulses = recover(bench.bus.recoveryLines)
    #expect((1...9).contains(pulses))
    #expect(!bench.bus.isHeldLow)
    #expect(bench.read(turnedTo: 1234) == [0x20, 0x04, 0xD2])
  }

  @Test func theSupplyFreesTheBus() {
    bench.inject(.stuckData(byte: 1), count: 1)
    #expect(bench.read() != nil)
    bench.bus.powerCycle()
    #expect(bench.read() == nil)
  }

  /// The mux takes the chip off the bus; with its channel closed again, it is back, until clocks come.
  @Test func theResetLineOfTheMuxFreesTheBusInFrontOfIt() throws {
    let reset = SimulatedLine(level: true)
    reset.attach(bench.mux)
    bench.inject(.stuckData(byte: 1), at: .behind(mux: 0x70, channel: 1, 0x37), count: 1)
    #expect(bench.readBehind(1) == nil)
    #expect(bench.read() == BusError(.busFault, errno: 16))
    try reset.drive(false)
    #expect(bench.writeMux(1) == BusError(.noAcknowledge, errno: 6), "held in reset")
    try reset.drive(true)
    #expect(bench.mux.control == 0)
    #expect(bench.read() == nil)
    #expect(bench.readBehind(0) == [0x20, 0, 100])
    #expect(bench.readBehind(1) == nil, "it still holds its own wire")
    #expect(bench.bus.isHeldLow)
    #expect(recover(bench.bus.recoveryLines) <= 9)
    #expect(bench.readBehind(1) == [0x20, 0, 200])
  }

  @Test func nothingGoesWhileALineIsDrivenLow() {
    let lines = bench.bus.recoveryLines
    lines.clock.drive(false)
    #expect(lines.clock.level() == false)
    #expect(bench.read() == BusError(.busFault, errno: 16))
    lines.clock.drive(true)
    #expect(bench.read() == nil)
  }

  @Test func aStopOnTheLinesIsAStop() {
    // The mux switches at STOP: a fault kept the one of its select away.
    bench.inject(.stuckData(byte: 1), at: .device(0x70), count: 1)
    #expect(bench.writeMux(0x01, 0x02) == BusError(.timeout, errno: 110))
    #expect(bench.mux.control == 0)
    _ = recover(bench.bus.recoveryLines)
    #expect(bench.mux.control == 0x01)
  }

  /// A plan in the place of the one that made the chip hang: it goes on hanging until clocks come.
  @Test func anotherPlanDoesNotFreeTheBus() {
    bench.inject(.stuckData(byte: 1), count: 1)
    #expect(bench.read() != nil)
    bench.bus.inject(FaultPlan(seed: 1, []))
    #expect(bench.read() == BusError(.busFault, errno: 16))
    _ = recover(bench.bus.recoveryLines)
    #expect(bench.read() == nil)
  }

  /// Faults that come and go one by one leave the others as they are.
  @Test func faultsBeginAndEndByThemselves() {
    bench.inject(.noAddressAcknowledge, at: .device(0x70), count: 2)
    #expect(bench.writeMux(0) != nil)
    let now = bench.clock.now
    let stuck = bench.bus.begin(PlannedFault(.stuckData(byte: 1), at: .device(0x36), from: now))
    #expect(bench.read() == BusError(.timeout, errno: 110))
    bench.bus.end(stuck, at: now)
    #expect(bench.read() == nil)
    #expect(bench.writeMux(0) != nil, "the second of two")
    #expect(bench.writeMux(0) == nil)
  }
}
