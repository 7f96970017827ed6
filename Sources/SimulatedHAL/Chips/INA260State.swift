import RobotUnits

/// The digital part of an INA260. Source: TI SBOS656.
struct INA260State {
  var registers = [UInt16](repeating: 0, count: 256)
  private var port = WordPort()
  private var clock = ConversionClock()
  /// Measurements hold loaded values.
  private var isPinned = false

  private enum Flag {
    static let conversionReady: UInt16 = 0x0008
    static let overflow: UInt16 = 0x0004
    /// MASK/ENABLE bits that the host cannot write.
    static let readOnly: UInt16 = 0x001C
  }

  /// Tables 6 to 8: averages and conversion times [µs] by field value.
  private static let averages: [Int64] = [1, 4, 16, 64, 128, 256, 512, 1024]
  private static let microseconds: [Int64] = [140, 204, 332, 588, 1100, 2116, 4156, 8244]

  init() { reset() }

  var pointer: UInt8 { port.pointer }

  mutating func reset() {
    let measured = isPinned ? (registers[1], registers[2], registers[3]) : (0, 0, 0)
    registers = [UInt16](repeating: 0, count: 256)
    registers[0x00] = 0x6127
    (registers[0x01], registers[0x02], registers[0x03]) = measured
    registers[0xFE] = 0x5449
    registers[0xFF] = 0x2270
    port.reset()
    clock.restart(at: nil)
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if (1...3).contains(register) { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    guard reading else { return port.beginWrite() }
    port.beginRead(registers[Int(port.pointer)])
    // Reading MASK/ENABLE clears the flag (8.6.6), unless it was loaded with the rest.
    if port.pointer == 0x06 { clearReady() }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    guard let value = port.write(byte) else { return }
    switch port.pointer {
    case 0x00 where value & 0x8000 != 0: reset()
    case 0x00:
      // Bits 14...12 read 110.
      registers[0x00] = value & 0x0FFF | 0x6000
      clearReady()
      clock.restart(at: now)
    case 0x06:
      let flags = isPinned ? 0 : registers[0x06] & Flag.readOnly
      registers[0x06] = value & ~Flag.readOnly | flags
    case 0x07: registers[0x07] = value
    default: break
    }
  }

  mutating func read() -> UInt8 { port.read() }

  private mutating func clearReady() {
    if !isPinned { registers[0x06] &= ~Flag.conversionReady }
  }

  // MARK: Measurement

  /// Whether a conversion has ended that nobody has read yet.
  mutating func hasResult(at now: MonotonicInstant) -> Bool {
    let config = Int(registers[0x00])
    guard !isPinned, config & 0x3 != 0 else { return false }  // power-down
    let bus = config & 0x2 != 0 ? Self.microseconds[config >> 6 & 7] : 0
    let current = config & 0x1 != 0 ? Self.microseconds[config >> 3 & 7] : 0
    let span = TimeSpan.microseconds((bus + current) * Self.averages[config >> 9 & 7])
    // Triggered: once per write of CONFIGURATION.
    return clock.hasResult(at: now, first: span, period: span, isSingle: config & 0x4 == 0)
  }

  /// Section 8.6: current 1.25 mA, bus 1.25 mV, power 10 mW.
  mutating func convert(amperes: Double, busVolts: Double) {
    let config = registers[0x00]
    if config & 0x1 != 0 {
      registers[0x01] = UInt16(bitPattern: Int16(Self.clamp(amperes / 1.25e-3, -32768...32767)))
    }
    if config & 0x2 != 0 {
      registers[0x02] = UInt16(Self.clamp(busVolts / 1.25e-3, 0...32767))
    }
    let current = Int(Int16(bitPattern: registers[0x01]))
    // 1.25 mA · 1.25 mV = 1.5625 µW; 6400 of them are 10 mW.
    let power = abs(current) * Int(registers[0x02]) / 6400
    registers[0x03] = UInt16(clamping: power)
    registers[0x06] &= ~Flag.overflow
    registers[0x06] |= Flag.conversionReady | (power > 65535 ? Flag.overflow : 0)
  }

  private static func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Int {
    value.isNaN ? 0 : Int(min(max(value, range.lowerBound), range.upperBound).rounded())
  }
}
