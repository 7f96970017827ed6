import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

@Suite("Simulated I2C bus")
struct SimulatedI2CBusTests {
  private let clock = SimulationClock(.virtual)

  private func bus(_ capabilities: I2CCapabilities = .combinedMessages) -> SimulatedI2CBus {
    SimulatedI2CBus(
      speed: Frequency(unchecked: 400_000), clock: clock, capabilities: capabilities)
  }

  @Test(
    "conforms",
    arguments: [
      .combinedMessages, [.combinedMessages, .stopBetweenMessages],
    ] as [I2CCapabilities])
  func conforms(_ capabilities: I2CCapabilities) {
    let bus = bus(capabilities)
    let encoder = AS5600Model(shaft: FixedShaft(radians: 0))
    bus.attach(encoder)
    #expect(
      I2CAdapterConformance.run(
        bus, chip: .init(address: 0x36, scratchRegister: 0x01, absentAddress: 0x23)) == [])
  }

  @Test func anAbsentAddressCostsItsAddressByteOnly() {
    let bus = bus()
    var handle = SharedI2CBus(bus)
    #expect(throws: BusError(.noAcknowledge, errno: 6)) {
      try handle.transfer(to: 0x36, write: [0x0C], read: 2)
    }
    var expected = SimulatedI2CBus.Counters()
    expected.transfers = 1
    expected.messages = 1
    expected.bytes = 1
    expected.clocks = 11
    expected.noAcknowledges = 1
    #expect(bus.counters == expected)
  }

  /// devices.md 0.1: status and RAW_ANGLE are 6 bytes, 57 clocks, 142.5 µs at 400 kHz.
  @Test func aTransferTakesItsWireTime() throws {
    let bus = bus()
    bus.attach(AS5600Model(shaft: FixedShaft(radians: 0)))
    var handle = SharedI2CBus(bus)
    _ = try handle.read(3, from: 0x36, register: 0x0B)
    #expect(bus.counters.bytes == 6)
    #expect(bus.counters.clocks == 57)
    #expect(bus.busTime.nanoseconds == 142_500)
    #expect(clock.now.nanoseconds == 0)
  }

  @Test func busesStartACycleTogetherAndRunOnTheirOwn() throws {
    let (left, right) = (bus(), bus())
    var handle = SharedI2CBus(left)
    handle.pause(.microseconds(700))
    #expect(right.busTime.nanoseconds == 0)
    clock.advance(to: MonotonicInstant(nanoseconds: 500_000))
    handle.pause(.microseconds(100))
    #expect(left.busTime.nanoseconds == 800_000)  // it was late
    right.pause(.zero)
    #expect(right.busTime.nanoseconds == 500_000)
  }

  @Test func twoChipsAtOneAddressAreAWiredAnd() throws {
    let bus = bus()
    let (one, other) = (
      AS5600Model(shaft: FixedShaft(radians: 0)), AS5600Model(shaft: FixedShaft(radians: 0))
    )
    one.load(register: 0x0D, value: 0b1100)
    other.load(register: 0x0D, value: 0b1010)
    bus.attach(one)
    bus.attach(other)
    var handle = SharedI2CBus(bus)
    #expect(try handle.read(1, from: 0x36, register: 0x0D) == [0b1000])
  }

  @Test func aFaultEndsAsManyTransfersAsToldAndChangesNothing() throws {
    let bus = bus()
    let chip = AS5600Model(shaft: FixedShaft(radians: 0))
    bus.attach(chip)
    var handle = SharedI2CBus(bus)
    bus.failNext(2, at: 0x36)
    for _ in 0..<2 {
      #expect(throws: BusError.self) { try handle.write([0x07, 0x03], to: 0x36) }
    }
    #expect(chip.peek(register: 0x07) == 0)
    try handle.write([0x07, 0x03], to: 0x36)
    #expect(chip.peek(register: 0x07) == 3)
  }

  @Test func aStopBetweenMessagesNeedsTheCapability() {
    var (select, pointer): (UInt8, UInt8) = (0x01, 0x0D)
    var angle: UInt8 = 0
    let outcomes = [I2CCapabilities.combinedMessages, [.combinedMessages, .stopBetweenMessages]]
      .map { capabilities -> BusError? in
        let bus = bus(capabilities)
        let mux = TCA9548AModel(address: 0x70)
        let encoder = AS5600Model(shaft: FixedShaft(radians: 0))
        encoder.load(register: 0x0D, value: 0x42)
        mux.attach(encoder, channel: 0)
        bus.attach(mux)
        var messages = [
          I2CMessage(address: 0x70, flags: .stop, length: 1, buffer: &select),
          I2CMessage(address: 0x36, flags: [], length: 1, buffer: &pointer),
          I2CMessage(address: 0x36, flags: .read, length: 1, buffer: &angle),
        ]
        return messages.withUnsafeMutableBufferPointer { all in
          do throws(BusError) {
            try bus.transfer(all)
            return nil
          } catch { return error }
        }
      }
    #expect(outcomes == [BusError(.unsupported, errno: 95), nil])
    #expect(angle == 0x42)
  }

  @Test func theWallClockWaitsForTheWire() throws {
    let wall = SimulationClock(.wall)
    let slow = SimulatedI2CBus(speed: Frequency(unchecked: 10_000), clock: wall)
    slow.attach(TCA9548AModel(address: 0x70))
    var handle = SharedI2CBus(slow)
    let before = wall.now
    try handle.write([0x00], to: 0x70)
    #expect(wall.now - before >= .milliseconds(2))  // 20 clocks of 100 µs
  }

  @Test func linesCarryLevels() throws {
    let line = SimulatedLine(level: true)
    #expect(try line.level())
    try line.drive(false)
    #expect(!line.isHigh)
    line.set(true)
    #expect(try line.level())
  }
}
