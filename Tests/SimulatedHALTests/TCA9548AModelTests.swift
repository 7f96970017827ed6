import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SCPS207.
@Suite("TCA9548A model")
struct TCA9548AModelTests {
  private let mux = TCA9548AModel(address: 0x70)
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    adapter.attach(mux)
    for (channel, value) in [(0, 0b1100), (5, 0b1010)] as [(Int, UInt8)] {
      let encoder = AS5600Model(shaft: FixedShaft(radians: 0))
      encoder.load(register: 0x0D, value: value)
      mux.attach(encoder, channel: channel)
    }
  }

  @Test func aChannelIsReachedAfterItsStop() throws {
    var bus = SharedI2CBus(adapter)
    #expect(throws: BusError.self) { try bus.read(1, from: 0x36, register: 0x0D) }
    try bus.write([0x20], to: 0x70)
    #expect(try bus.read(1, from: 0x36, register: 0x0D) == [0b1010])
    try bus.write([0x01], to: 0x70)
    #expect(try bus.read(1, from: 0x36, register: 0x0D) == [0b1100])
    try bus.write([0x00], to: 0x70)
    #expect(throws: BusError.self) { try bus.read(1, from: 0x36, register: 0x0D) }
  }

  @Test func aSelectAndAnAccessInOneTransferMiss() {
    var (select, pointer, angle): (UInt8, UInt8, UInt8) = (0x20, 0x0D, 0)
    var messages = [
      I2CMessage(address: 0x70, flags: [], length: 1, buffer: &select),
      I2CMessage(address: 0x36, flags: [], length: 1, buffer: &pointer),
      I2CMessage(address: 0x36, flags: .read, length: 1, buffer: &angle),
    ]
    #expect(throws: BusError(.noAcknowledge, errno: 6)) {
      try messages.withUnsafeMutableBufferPointer { (all) throws(BusError) in
        try adapter.transfer(all)
      }
    }
    #expect(mux.control == 0x20)  // the failed transfer ended with a STOP
  }

  @Test func severalClosedChannelsAreAWiredAnd() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x21], to: 0x70)
    #expect(try bus.read(1, from: 0x36, register: 0x0D) == [0b1000])
  }

  @Test func theLastByteWinsAndReadsBack() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0xFF, 0x01, 0x20], to: 0x70)
    #expect(try bus.transfer(to: 0x70, write: [], read: 1) == [0x20])
  }

  @Test func aMuxBehindAMuxIsReached() throws {
    let inner = TCA9548AModel(address: 0x71)
    inner.attach(AS5600Model(address: 0x40, shaft: FixedShaft(radians: 0)), channel: 7)
    mux.attach(inner, channel: 1)
    var bus = SharedI2CBus(adapter)
    #expect(throws: BusError.self) { try bus.write([0x80], to: 0x71) }
    try bus.write([0x02], to: 0x70)
    try bus.write([0x80], to: 0x71)
    #expect(try bus.read(1, from: 0x40, register: 0x0B) == [0x20])
  }

  @Test func aResetOpensAllChannels() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0xFF], to: 0x70)
    mux.powerCycle()
    // Twice: the STOP of the first read must not bring the old channels back.
    for _ in 0..<2 { #expect(try bus.transfer(to: 0x70, write: [], read: 1) == [0x00]) }
  }

  /// devices.md 0.2: at 0x70 a PCA9685 fresh from power-on takes the control byte too.
  @Test func anAllCallAddressCollidesWithAMuxAt0x70() throws {
    let pwm = PCA9685Model(address: 0x40)
    adapter.attach(pwm)
    var bus = SharedI2CBus(adapter)
    try bus.write([0x05], to: 0x70)
    #expect(pwm.pointer == 0x05)
    #expect(mux.control == 0x05)
  }
}
