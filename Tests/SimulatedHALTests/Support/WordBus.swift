import RobotHAL
import RobotUnits
import SimulatedHAL

/// A virtual bus to a chip at 0x40 whose registers are words, most significant byte first.
struct WordBus {
  let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init(_ chip: some SimulatedChip) { adapter.attach(chip) }

  func write(_ register: UInt8, _ value: Int) throws {
    try send([register, UInt8(value >> 8), UInt8(value & 0xFF)])
  }

  func send(_ bytes: [UInt8]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x40)
  }

  func read(_ register: UInt8) throws -> Int {
    let bytes = try read(2, from: register)
    return Int(bytes[0]) << 8 | Int(bytes[1])
  }

  func read(_ count: Int, from register: UInt8) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x40, register: register)
  }

  func pause(_ span: TimeSpan) { adapter.pause(span) }
}
