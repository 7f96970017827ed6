import RobotUnits

/// The digital part of an INA226. Source: TI SBOS547.
struct INA226State {
  var registers = [UInt16](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  private var expectsPointer = false
  /// Bytes of the current message after the pointer.
  private var count = 0
  private var high: UInt8 = 0
  private var latched: UInt16 = 0
  /// Measurements hold loaded values.
  private var isPinned = false
  /// When the running conversion began; nil before power-on was noticed.
  private var began: MonotonicInstant?
  /// Conversions done since `began` whose result was taken.
  private var taken: Int64 = 0

  private enum Flag {
    static let conversionReady: UInt16 = 0x0008
    static let overflow: UInt16 = 0x0004
    /// Mask/Enable bits that the host cannot write.
    static let readOnly: UInt16 = 0x001C
  }

  /// Table 7 to 9: averages and conversion times [µs] by field value.
  private static let averages: [Int64] = [1, 4, 16, 64, 128, 256, 512, 1024]
  private static let microseconds: [Int64] = [140, 204, 332, 588, 1100, 2116, 4156, 8244]

  init() { reset() }

  mutating func reset() {
    let measured = isPinned ? (registers[1], registers[2]) : (0, 0)
    registers = [UInt16](repeating: 0, count: 256)
    registers[0x00] = 0x4127
    registers[0x01] = measured.0
    registers[0x02] = measured.1
    registers[0xFE] = 0x5449
    registers[0xFF] = 0x2260
    pointer = 0
    began = nil
    taken = 0
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if (1...4).contains(register) { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    expectsPointer = !reading
    count = 0
    guard reading else { return }
    latched = registers[Int(pointer)]
    // Reading Mask/Enable clears the flags (section 7.6.7), unless they were loaded with the rest.
    if pointer == 0x06, !isPinned { registers[0x06] &= ~Flag.conversionReady }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    count += 1
    if count & 1 == 1 {
      high = byte
    } else {
      store(UInt16(high) << 8 | UInt16(byte), at: now)
    }
  }

  /// High byte first. The pointer does not move, so a longer read repeats the register.
  mutating func read() -> UInt8 {
    count += 1
    return UInt8(truncatingIfNeeded: count & 1 == 1 ? latched >> 8 : latched)
  }

  private mutating func store(_ value: UInt16, at now: MonotonicInstant) {
    switch pointer {
    case 0x00 where value & 0x8000 != 0: reset()
    case 0x00:
      registers[0x00] = value
      if !isPinned { registers[0x06] &= ~Flag.conversionReady }
      began = now
      taken = 0
    case 0x05: registers[0x05] = value & 0x7FFF
    case 0x06:
      let flags = isPinned ? 0 : registers[0x06] & Flag.readOnly
      registers[0x06] = value & ~Flag.readOnly | flags
    case 0x07: registers[0x07] = value
    default: break
    }
  }

  // MARK: Measurement

  /// Whether a conversion has ended that nobody has read yet.
  mutating func hasResult(at now: MonotonicInstant) -> Bool {
    guard !isPinned else { return false }
    let config = Int(registers[0x00])
    guard config & 0x3 != 0 else { return false }  // power-down
    let begin = began ?? now
    began = begin
    let bus = config & 0x2 != 0 ? Self.microseconds[config >> 6 & 7] : 0
    let shunt = config & 0x1 != 0 ? Self.microseconds[config >> 3 & 7] : 0
    let span = (bus + shunt) * Self.averages[config >> 9 & 7] * 1_000
    var done = (now - begin).nanoseconds / span
    if config & 0x4 == 0 { done = min(done, 1) }  // triggered: once per write of CONFIG
    guard done > taken else { return false }
    taken = done
    return true
  }

  /// Section 7.5: shunt 2.5 µV, bus 1.25 mV, current = shunt × CAL / 2048, power = current × bus /
  /// 20 000.
  mutating func convert(shuntVolts: Double, busVolts: Double) {
    let config = registers[0x00]
    if config & 0x1 != 0 {
      registers[0x01] = UInt16(bitPattern: Int16(Self.clamp(shuntVolts / 2.5e-6, -32768...32767)))
    }
    if config & 0x2 != 0 {
      registers[0x02] = UInt16(Self.clamp(busVolts / 1.25e-3, 0...32767))
    }
    let shunt = Int(Int16(bitPattern: registers[0x01]))
    let current = shunt * Int(registers[0x05]) / 2048
    let power = abs(current) * Int(registers[0x02]) / 20_000
    let overflows = current > 32767 || current < -32768 || power > 65535
    registers[0x04] = UInt16(bitPattern: Int16(clamping: current))
    registers[0x03] = UInt16(clamping: power)
    registers[0x06] &= ~Flag.overflow
    registers[0x06] |= Flag.conversionReady | (overflows ? Flag.overflow : 0)
  }

  private static func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Int {
    value.isNaN ? 0 : Int(min(max(value, range.lowerBound), range.upperBound).rounded())
  }
}
