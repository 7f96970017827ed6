import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// The bus side that the models of plain encoders share.
@Suite struct EncoderChipTests {
  private func bench() -> (EncoderChip, SharedI2CBus) {
    let chip = EncoderChip(
      address: 0x22, powerOn: [0x00: 0x11, 0x01: 0x22, 0x05: 0x55], writable: 0x00...0x01,
      shaft: FixedShaft(radians: Double.pi)
    ) { registers, radians in
      registers[0x05] = UInt8(EncoderChip.counts(radians, perTurn: 256))
    }
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual))
    bus.attach(chip)
    return (chip, SharedI2CBus(bus))
  }

  @Test func thePointerCountsOn() throws {
    var (_, bus) = bench()
    #expect(try bus.read(3, from: 0x22, register: 0x00) == [0x11, 0x22, 0x00])
    #expect(try bus.transfer(to: 0x22, write: [], read: 1) == [0x00])
  }

  @Test func aReadingMeasuresFirst() throws {
    var (chip, bus) = bench()
    #expect(chip.peek(register: 0x05) == 0x55)
    #expect(try bus.read(1, from: 0x22, register: 0x05) == [0x80])
  }

  @Test func onlyWhatIsWritableIsWritten() throws {
    var (chip, bus) = bench()
    try bus.write([0x01, 0xAB, 0xCD], to: 0x22)
    #expect(chip.peek(register: 0x01) == 0xAB && chip.peek(register: 0x02) == 0x00)
    chip.powerCycle()
    #expect(chip.peek(register: 0x01) == 0x22)
  }

  @Test func nobodyElseIsAnswered() {
    var (_, bus) = bench()
    #expect(throws: BusError.self) { try bus.read(1, from: 0x23, register: 0x00) }
  }

  @Test func aTurnWrapsAround() {
    #expect(EncoderChip.counts(-Double.pi / 2, perTurn: 5760) == 4320)
    #expect(EncoderChip.counts(2 * Double.pi - 1e-9, perTurn: 5760) == 0)
    #expect(EncoderChip.counts(.nan, perTurn: 5760) == 0)
  }
}
