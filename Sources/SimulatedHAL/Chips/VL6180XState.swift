import RobotUnits

/// The digital part of a VL6180X. Source: ST DocID026171 Rev 6.
struct VL6180XState {
  var registers = [UInt8](repeating: 0, count: 0x400)
  var pointer: UInt16 = 0
  /// Bytes of the register address that are still to come.
  private var pointerBytes = 0
  private var isPinned = false
  private var mode = Mode.idle
  /// When the present range began.
  private var began = MonotonicInstant(nanoseconds: 0)
  /// Which of the settings of AN4545 were loaded.
  private var tuned: UInt32 = 0

  private enum Mode {
    case idle, single, continuous
    /// The last range of a continuous measurement that was stopped.
    case stopping
  }

  private enum Register {
    static let interruptConfiguration = 0x14, interruptClear = 0x15, fresh = 0x16, start = 0x18
    static let period = 0x1B, convergence = 0x1C, recalibrate = 0x2E
    static let rangeStatus = 0x4D, interruptStatus = 0x4F, range = 0x62, averaging = 0x10A
  }

  /// Reset values of section 6.2 that are not 0.
  private static let resetValues: [(Int, UInt8)] = [
    (0x00, 0xB4), (0x01, 0x01), (0x02, 0x03), (0x03, 0x01), (0x04, 0x02), (0x10, 0x60),
    (0x11, 0x20), (0x16, 0x01), (0x19, 0xFF), (0x1B, 0xFF), (0x1C, 0x31), (0x3A, 0xFF),
    (0x3E, 0xFF), (0x3F, 0x06), (0x4D, 0x01), (0x10A, 0x30), (0x212, 0x29),
  ]

  /// The settings of AN4545, section 9.
  private static let tuning: [(Int, UInt8)] = [
    (0x207, 0x01), (0x208, 0x01), (0x096, 0x00), (0x097, 0xFD), (0x0E3, 0x00), (0x0E4, 0x04),
    (0x0E5, 0x02), (0x0E6, 0x01), (0x0E7, 0x03), (0x0F5, 0x02), (0x0D9, 0x05), (0x0DB, 0xCE),
    (0x0DC, 0x03), (0x0DD, 0xF8), (0x09F, 0x00), (0x0A3, 0x3C), (0x0B7, 0x00), (0x0BB, 0x3C),
    (0x0B2, 0x09), (0x0CA, 0x09), (0x198, 0x01), (0x1B0, 0x17), (0x1AD, 0x00), (0x0FF, 0x05),
    (0x100, 0x05), (0x199, 0x05), (0x1A6, 0x1B), (0x1AC, 0x3E), (0x1A7, 0x1F), (0x030, 0x00),
  ]

  init() { reset() }

  mutating func reset() {
    for index in registers.indices where !(isPinned && Self.isResult(index)) {
      registers[index] = 0
    }
    for (register, value) in Self.resetValues where !(isPinned && Self.isResult(register)) {
      registers[register] = value
    }
    pointer = 0
    mode = .idle
    tuned = 0
  }

  mutating func load(_ register: UInt16, _ value: UInt8) {
    let index = Int(register & 0x3FF)
    registers[index] = value
    if Self.isResult(index) { isPinned = true }
  }

  private static func isResult(_ index: Int) -> Bool { (0x4D...0x80).contains(index) }

  // MARK: The bus

  mutating func start(reading: Bool) { pointerBytes = reading ? 0 : 2 }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if pointerBytes > 0 {
      pointerBytes -= 1
      pointer = pointer << 8 | UInt16(byte)
      return
    }
    store(byte, at: Int(pointer & 0x3FF), now)
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    defer { pointer &+= 1 }
    return registers[Int(pointer & 0x3FF)]
  }

  private mutating func store(_ byte: UInt8, at index: Int, _ now: MonotonicInstant) {
    switch index {
    case 0x00...0x0F: break
    case _ where Self.isResult(index): break
    case Register.interruptClear:
      guard !isPinned else { break }
      if byte & 0x01 != 0 { registers[Register.interruptStatus] &= ~0x07 }
      if byte & 0x02 != 0 { registers[Register.interruptStatus] &= ~0x38 }
      if byte & 0x04 != 0 { registers[Register.interruptStatus] &= ~0xC0 }
    case Register.start: command(byte, now)
    case Register.recalibrate: registers[index] = byte & 0xFE
    default:
      registers[index] = byte
      if let setting = Self.tuning.firstIndex(where: { $0 == (index, byte) }) {
        tuned |= 1 << UInt32(setting)
      }
    }
  }

  // MARK: Ranging

  /// The start bit starts, or ends a continuous measurement; it reads 0 (section 6.2).
  private mutating func command(_ byte: UInt8, _ now: MonotonicInstant) {
    registers[Register.start] = byte & 0x02
    guard byte & 0x01 != 0, !isPinned else { return }
    switch mode {
    case .continuous:
      registers[Register.start] = 0
      // Between two ranges nothing is left to wait for.
      mode = now < began ? .idle : .stopping
      if mode == .idle { registers[Register.rangeStatus] |= 0x01 }
    case .idle:
      mode = byte & 0x02 != 0 ? .continuous : .single
      began = now
      registers[Register.rangeStatus] &= ~0x01
    case .single, .stopping: break
    }
  }

  var isRanging: Bool { mode != .idle }

  /// Ends the ranges that are over.
  mutating func update(metres: Double, at now: MonotonicInstant) {
    let millimetres = metres * 1000
    // A near target converges at once, none not at all ("Range timing").
    let hasTarget = millimetres < 255
    let convergence: Int64 = hasTarget ? 3 : Int64(registers[Register.convergence] & 0x3F)
    let averaging = 1_300_000 + 64_500 * Int64(registers[Register.averaging])
    let span = TimeSpan(nanoseconds: 3_200_000 + convergence * 1_000_000 + averaging)
    let period = TimeSpan(nanoseconds: (Int64(registers[Register.period]) + 1) * 10_000_000)
    while mode != .idle, now - began >= span {
      finish(millimetres, hasTarget)
      switch mode {
      case .continuous: began = began + period
      case .idle, .single, .stopping:
        mode = .idle
        registers[Register.rangeStatus] |= 0x01
      }
    }
  }

  private mutating func finish(_ millimetres: Double, _ hasTarget: Bool) {
    let isTuned = tuned == 1 << UInt32(Self.tuning.count) - 1
    let scaled = millimetres * (isTuned ? 1 : 3)
    registers[Register.range] = hasTarget ? UInt8(min(max(scaled, 0), 255).rounded()) : 255
    // 7: nothing converged.
    let error: UInt8 = hasTarget ? 0x00 : 0x70
    registers[Register.rangeStatus] = error | registers[Register.rangeStatus] & 0x01
    if registers[Register.interruptConfiguration] & 0x07 == 4 {
      registers[Register.interruptStatus] = registers[Register.interruptStatus] & ~0x07 | 0x04
    }
  }
}
