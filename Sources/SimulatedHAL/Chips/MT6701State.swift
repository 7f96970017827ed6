/// The digital part of an MT6701. Source: MagnTek MT6701 Rev. 1.5.
struct MT6701State {
  var registers = [UInt8](repeating: 0, count: 256)
  private(set) var pointer: UInt8 = 0
  private(set) var programCommands = 0
  /// What the settings are after power-on.
  private var stored = [UInt8](repeating: 0, count: 256)
  private var expectsPointer = false
  /// No byte of the current read was given yet.
  private var isFirst = false
  /// The angle holds a loaded value.
  private var isPinned = false

  private enum Register {
    static let angle = 0x03, key = 0x09, command = 0x0A
    /// DIR in bit 1.
    static let direction = 0x29
    /// Bits 11...8 in the lower half, then bits 7...0.
    static let zero = 0x32
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    let index = Int(register)
    registers[index] = value
    stored[index] = value
    if index == Register.angle || index == Register.angle + 1 { isPinned = true }
  }

  mutating func powerCycle() {
    for index in Register.angle + 2...0xFF { registers[index] = stored[index] }
    pointer = 0
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    expectsPointer = !reading
    isFirst = reading
  }

  mutating func write(_ byte: UInt8) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    let index = Int(pointer)
    if index > Register.angle + 1 { registers[index] = byte }
    if index == Register.command, byte == 0x05, registers[Register.key] == 0xB3 {
      programCommands += 1
    }
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    isFirst = false
    defer { pointer &+= 1 }
    return registers[Int(pointer)]
  }

  // MARK: Measurement

  /// Whether the next byte read begins a measurement.
  var needsSample: Bool {
    let index = Int(pointer)
    return !isPinned && (index == Register.angle || isFirst && index == Register.angle + 1)
  }

  /// The zero position has twelve bits; DIR turns the count around.
  mutating func sample(radians: Double) {
    let turns = radians / (2 * Double.pi)
    let fraction = turns.isFinite ? turns - turns.rounded(.down) : 0
    let raw = Int((fraction * 16384).rounded())
    let zero = Int(registers[Register.zero] & 0x0F) << 8 | Int(registers[Register.zero + 1])
    let isReversed = registers[Register.direction] & 0x02 != 0
    let counts = ((isReversed ? -raw : raw) - (zero << 2)) & 0x3FFF
    registers[Register.angle] = UInt8(counts >> 6)
    registers[Register.angle + 1] = UInt8(counts & 0x3F) << 2
  }
}
