import RobotUnits

/// The digital part of a PCA9685. Source: NXP PCA9685 Rev. 4.
struct PCA9685State {
  /// The registers by address.
  var registers = [UInt8](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  /// The last START on the wires.
  var seen = MonotonicInstant(nanoseconds: 0)
  /// What the outputs follow: four bytes per channel, as at 0x06...0x45.
  private var latched = [UInt8](repeating: 0, count: 64)
  /// Bit n: register 0x06 + n was written since the outputs last latched it.
  private var written: UInt64 = 0
  private var expectsPointer = false
  private var phase = Phase.idle
  private var resets = false

  private enum Phase { case idle, register, generalCall }

  private enum Mode1 {
    static let restart: UInt8 = 0x80
    static let externalClock: UInt8 = 0x40
    static let autoIncrement: UInt8 = 0x20
    static let sleep: UInt8 = 0x10
  }

  init() {
    registers[0x00] = 0x11
    registers[0x01] = 0x04
    registers[0x02] = 0xE2
    registers[0x03] = 0xE4
    registers[0x04] = 0xE8
    registers[0x05] = 0xE0
    for channel in 0..<16 { registers[0x09 + 4 * channel] = 0x10 }
    registers[0xFD] = 0x10
    registers[0xFE] = 0x1E
    latchAll()
  }

  mutating func latchAll() {
    for index in 0..<64 { latched[index] = registers[0x06 + index] }
    written = 0
  }

  // MARK: The bus

  mutating func start(address: UInt8, own: UInt8, reading: Bool) -> Bool {
    phase = .idle
    if address == 0x00, !reading {
      phase = .generalCall
      return true
    }
    guard address == own || isCall(address) else { return false }
    phase = .register
    expectsPointer = !reading
    return true
  }

  /// Whether `address` is an enabled all-call or sub-call address (section 7.3.6 and 7.3.7).
  private func isCall(_ address: UInt8) -> Bool {
    let mode1 = registers[0x00]
    return mode1 & 0x01 != 0 && registers[0x05] >> 1 == address
      || mode1 & 0x08 != 0 && registers[0x02] >> 1 == address
      || mode1 & 0x04 != 0 && registers[0x03] >> 1 == address
      || mode1 & 0x02 != 0 && registers[0x04] >> 1 == address
  }

  mutating func write(_ byte: UInt8) -> Bool {
    switch phase {
    case .idle:
      return false
    case .generalCall:
      // SWRST takes exactly one byte (section 7.6).
      guard byte == 0x06, !resets else {
        resets = false
        return false
      }
      resets = true
    case .register where expectsPointer:
      pointer = byte
      expectsPointer = false
    case .register:
      store(byte)
      advance()
    }
    return true
  }

  mutating func read() -> UInt8 {
    // The ALL_LED registers are write-only and read zero (table 4).
    let byte = (0xFA...0xFD).contains(pointer) ? 0 : registers[Int(pointer)]
    advance()
    return byte
  }

  /// Ends the message; says whether the outputs may have changed.
  mutating func stop() -> Bool {
    phase = .idle
    if resets {
      self = PCA9685State()
      return true
    }
    guard written != 0, registers[0x01] & 0x08 == 0 else { return false }
    latchAll()
    registers[0x00] &= ~Mode1.restart
    return true
  }

  /// Past LED15_OFF_H and past PRE_SCALE the pointer returns to MODE1 (table 4, notes 1 and 2).
  private mutating func advance() {
    guard registers[0x00] & Mode1.autoIncrement != 0 else { return }
    pointer = pointer == 0x45 || pointer == 0xFE ? 0 : pointer &+ 1
  }

  // MARK: Registers

  private mutating func store(_ byte: UInt8) {
    switch pointer {
    case 0x00: storeMode1(byte)
    case 0x01: registers[0x01] = byte & 0x1F
    case 0x02...0x05: registers[Int(pointer)] = byte & 0xFE
    case 0x06...0x45: storeOutput(byte, index: Int(pointer) - 0x06)
    case 0xFA...0xFD:
      let offset = Int(pointer) - 0xFA
      registers[Int(pointer)] = byte & Self.mask(offset)
      for channel in 0..<16 { storeOutput(byte, index: 4 * channel + offset) }
    case 0xFE where registers[0x00] & Mode1.sleep != 0: registers[0xFE] = max(byte, 3)
    default: break
    }
  }

  private mutating func storeMode1(_ byte: UInt8) {
    let old = registers[0x00]
    // RESTART: only writing 1 clears it. EXTCLK: only a reset clears it, and it is only taken while
    // the chip sleeps already (section 7.3.1).
    var new = byte & ~(Mode1.restart | Mode1.externalClock)
    if byte & Mode1.restart == 0 { new |= old & Mode1.restart }
    new |= old & Mode1.externalClock
    if old & Mode1.sleep != 0 { new |= byte & Mode1.externalClock }
    let fallsAsleep = old & Mode1.sleep == 0 && new & Mode1.sleep != 0
    if fallsAsleep, isRunning { new |= Mode1.restart }
    registers[0x00] = new
  }

  /// Whether any channel is not full OFF.
  private var isRunning: Bool {
    (0..<16).contains { registers[0x09 + 4 * $0] & 0x10 == 0 }
  }

  private static func mask(_ offset: Int) -> UInt8 { offset & 1 == 0 ? 0xFF : 0x1F }

  private mutating func storeOutput(_ byte: UInt8, index: Int) {
    registers[0x06 + index] = byte & Self.mask(index)
    written |= 1 << UInt64(index)
    // OCH = 1: a channel changes with the acknowledge of the last of its four bytes (table 6).
    guard registers[0x01] & 0x08 != 0 else { return }
    let base = index & ~3
    let all: UInt64 = 0xF << UInt64(base)
    guard written & all == all else { return }
    for offset in base..<base + 4 { latched[offset] = registers[0x06 + offset] }
    written &= ~all
    registers[0x00] &= ~Mode1.restart
  }

  // MARK: Outputs

  /// The fraction of a period for which a pin is high (section 7.3.3 and table 12).
  func duty(_ channel: Int, enabled: Bool) -> Double {
    let mode2 = registers[0x01]
    guard enabled else {
      // OUTNE 01 drives high with totem poles; the rest is low or floats.
      return mode2 & 0x03 == 0x01 && mode2 & 0x04 != 0 ? 1 : 0
    }
    let lit = registers[0x00] & (Mode1.sleep | Mode1.restart) == 0 ? litFraction(channel) : 0
    return mode2 & 0x10 != 0 ? 1 - lit : lit
  }

  private func litFraction(_ channel: Int) -> Double {
    let base = 4 * channel
    if latched[base + 3] & 0x10 != 0 { return 0 }
    if latched[base + 1] & 0x10 != 0 { return 1 }
    let on = Int(latched[base]) | Int(latched[base + 1] & 0x0F) << 8
    let off = Int(latched[base + 2]) | Int(latched[base + 3] & 0x0F) << 8
    return Double((off - on) & 0xFFF) / 4096
  }
}
