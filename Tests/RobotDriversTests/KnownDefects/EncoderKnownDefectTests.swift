import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// What existing drivers of AS5048B and MT6701 get wrong (devices.md sections 2.2, 2.3 and 9).
@Suite("What existing drivers get wrong: encoders")
struct EncoderKnownDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
  private let shaft = FixedShaft(radians: 0)

  private func perform(_ exchange: Exchange) throws -> [UInt8] {
    var handle = SharedI2CBus(bus)
    return try handle.transfer(
      to: exchange.address, write: exchange.request, read: exchange.replyCount)
  }

  private func radians(_ counts: Int) -> Double { 2 * Double.pi * Double(counts) / 16384 }

  // MARK: MT6701

  private func encoder(address: I2CAddress = 0x06) -> MT6701Model {
    let chip = MT6701Model(address: address, shaft: shaft)
    bus.attach(chip)
    return chip
  }

  private func angle() throws -> EncoderReading {
    MT6701.Decoder().decode(Reply(try perform(MT6701.sample(at: 0x06))))
  }

  @Test("contaware MT6701: count not shifted by two")
  func theLowerByteIsShifted() throws {
    _ = encoder()
    shaft.turn(to: radians(1))
    #expect(abs(try angle().radians - radians(1)) < 1e-12)
    shaft.turn(to: radians(63))
    #expect(abs(try angle().radians - radians(63)) < 1e-12)
  }

  @Test("SimpleFOC MT6701: two steps forward, a smaller one back (Arduino-FOC 477)")
  func aTurnForwardNeverStepsBack() throws {
    _ = encoder()
    for counts in 0..<16384 {
      shaft.turn(to: radians(counts))
      let reading = try angle()
      #expect(abs(reading.radians - radians(counts)) < 1e-12)
    }
  }

  @Test("S-LABc MT6701: torn high and low byte (golden mt6701_torn_read)")
  func bothAngleBytesAreOneTransfer() throws {
    _ = encoder()
    // Between the two bytes of 63 and 64 the upper one changes: 0, 63 and 1, 0.
    shaft.turn(to: radians(63))
    let before = bus.counters.transfers
    _ = try angle()
    #expect(bus.counters.transfers == before + 1)
    shaft.turn(to: radians(64))
    #expect(abs(try angle().radians - radians(64)) < 1e-12)
  }

  @Test("MT6701: 0x06 is in the reserved range, 0x46 where programmed (noranraskin/MT6701 9)")
  func bothAddressesAreSetUp() throws {
    for address in [0x06, 0x46] as [I2CAddress] {
      let chip = encoder(address: address)
      chip.load(register: 0x33, value: 0x10)
      var handle = SharedI2CBus(bus)
      try MT6701.setUp(MT6701.Configuration(address: address), on: &handle)
      #expect(chip.peek(register: 0x33) == 0)
      #expect(chip.programCommands == 0)
    }
  }

  @Test("MT6701: a loss of power brings back the zero position of the EEPROM")
  func aZeroPositionThatCameBackIsNoticed() throws {
    let chip = encoder()
    chip.load(register: 0x33, value: 0x10)
    let configuration = try MT6701.Configuration()
    var handle = SharedI2CBus(bus)
    try MT6701.setUp(configuration, on: &handle)
    let watch = MT6701.watch(for: configuration)
    #expect(watch.agrees(try perform(watch.exchange)))
    chip.powerCycle()
    #expect(!watch.agrees(try perform(watch.exchange)))
    try MT6701.setUp(configuration, on: &handle)
    #expect(watch.agrees(try perform(watch.exchange)))
  }

  // MARK: AS5048B

  private func encoder14() throws -> (AS5048BModel, AS5048B.Configuration) {
    let chip = AS5048BModel(shaft: shaft)
    bus.attach(chip)
    return (chip, try AS5048B.Configuration())
  }

  private func reading(_ configuration: AS5048B.Configuration) throws -> EncoderReading {
    let exchange = AS5048B.sample(at: configuration.address)
    return AS5048B.Decoder().decode(Reply(try perform(exchange)))
  }

  @Test("AS5048B: an angle in spite of a CORDIC overflow (golden as5048b_cordic_overflow)")
  func anOverflowIsNoAngle() throws {
    let (chip, configuration) = try encoder14()
    shaft.turn(to: 1)
    #expect(try reading(configuration).flags.rawValue == 0)
    chip.magnet = AS5048BModel.Magnet(overflows: true)
    #expect(try reading(configuration) == .invalid())
  }

  @Test("NuttX AS5048B: high and low the other way round")
  func theFirstByteIsTheHighOne() throws {
    let (_, configuration) = try encoder14()
    shaft.turn(to: radians(1))
    #expect(abs(try reading(configuration).radians - radians(1)) < 1e-12)
  }

  @Test("AS5048 (Rust): COMP high taken for a strong field")
  func compHighIsAWeakField() {
    #expect(AS5048B.Diagnostics(byte: 0x09).tooWeak)
    #expect(AS5048B.Diagnostics(byte: 0x05).tooStrong)
  }

  @Test("AS5048B: a zero position in one-time-programmable memory")
  func nothingIsProgrammed() throws {
    let (chip, configuration) = try encoder14()
    chip.load(register: 0x16, value: 0x40)
    var handle = SharedI2CBus(bus)
    try AS5048B.setUp(configuration, on: &handle)
    #expect(chip.peek(register: 0x16) == 0)
    #expect(chip.programCommands == 0)
  }

  @Test("AS5048B: the angle of a chip that lost its supply")
  func aStartingChipHasNoAngle() throws {
    let (chip, configuration) = try encoder14()
    shaft.turn(to: 1)
    chip.powerCycle()
    #expect(try reading(configuration) == .invalid())
    var handle = SharedI2CBus(bus)
    try AS5048B.setUp(configuration, on: &handle)
    #expect(abs(try reading(configuration).radians - 1) < 4e-4)
  }
}
