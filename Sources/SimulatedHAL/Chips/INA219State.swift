import RobotUnits

/// The digital part of an INA219. Source: TI SBOS448.
struct INA219State {
  var registers = [UInt16](repeating: 0, count: 256)
  private var port = WordPort()
  private var clock = ConversionClock()
  /// Measurements hold loaded values.
  private var isPinned = false

  /// BUS VOLTAGE, bits 1 and 0.
  private enum Flag {
    static let conversionReady: UInt16 = 0x0002
    static let overflow: UInt16 = 0x0001
  }

  init() { reset() }

  var pointer: UInt8 { port.pointer }

  mutating func reset() {
    let measured = isPinned ? (registers[1], registers[2]) : (0, 0)
    registers = [UInt16](repeating: 0, count: 256)
    registers[0x00] = 0x399F
    registers[0x01] = measured.0
    registers[0x02] = measured.1
    port.reset()
    clock.restart(at: nil)
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if (1...4).contains(register) { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    guard reading else { return port.beginWrite() }
    port.beginRead(registers[Int(port.pointer)])
    if port.pointer == 0x02 || port.pointer == 0x03 { clearReady() }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    guard let value = port.write(byte) else { return }
    switch port.pointer {
    case 0x00 where value & 0x8000 != 0: reset()
    case 0x00:
      registers[0x00] = value & 0x3FFF
      clearReady()
      clock.restart(at: now)
    case 0x05: registers[0x05] = value & 0xFFFE
    default: break
    }
  }

  mutating func read() -> UInt8 { port.read() }

  private mutating func clearReady() {
    if !isPinned { registers[0x02] &= ~Flag.conversionReady }
  }

  // MARK: Measurement

  /// Table 5 [µs]: resolutions, then averages of twelve bits.
  private static func microseconds(_ field: Int) -> Int64 {
    let resolutions: [Int64] = [84, 148, 276, 532]
    let averages: [Int64] = [532, 1060, 2130, 4260, 8510, 17_020, 34_050, 68_100]
    return field & 0x8 == 0 ? resolutions[field & 3] : averages[field & 7]
  }

  /// Whether a conversion has ended that nobody has read yet.
  mutating func hasResult(at now: MonotonicInstant) -> Bool {
    let config = Int(registers[0x00])
    guard !isPinned, config & 0x3 != 0 else { return false }  // power-down or ADC off
    let bus = config & 0x2 != 0 ? Self.microseconds(config >> 7 & 0xF) : 0
    let shunt = config & 0x1 != 0 ? Self.microseconds(config >> 3 & 0xF) : 0
    let span = TimeSpan.microseconds(bus + shunt)
    // Triggered: once per write of CONFIGURATION.
    return clock.hasResult(at: now, first: span, period: span, isSingle: config & 0x4 == 0)
  }

  /// Section 8.5: shunt 10 µV within ±40 mV << PG, bus 4 mV within 16 V << BRNG,
  /// current = shunt × CAL / 4096, power = current × bus / 5000.
  mutating func convert(shuntVolts: Double, busVolts: Double) {
    let config = registers[0x00]
    if config & 0x1 != 0 {
      let limit = Double(4000 << Int(config >> 11 & 3))
      let counts = Self.clamp(shuntVolts / 10e-6, -limit...limit)
      registers[0x01] = UInt16(bitPattern: Int16(counts))
    }
    var bus = Int(registers[0x02] >> 3)
    if config & 0x2 != 0 {
      bus = Self.clamp(busVolts / 4e-3, 0...Double(4000 << Int(config >> 13 & 1)))
    }
    let shunt = Int(Int16(bitPattern: registers[0x01]))
    let current = shunt * Int(registers[0x05]) / 4096
    let power = abs(current) * bus / 5000
    let overflows = current > 32767 || current < -32768 || power > 65535
    registers[0x04] = UInt16(bitPattern: Int16(clamping: current))
    registers[0x03] = UInt16(clamping: power)
    registers[0x02] = UInt16(bus) << 3 | Flag.conversionReady | (overflows ? Flag.overflow : 0)
  }

  private static func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Int {
    value.isNaN ? 0 : Int(min(max(value, range.lowerBound), range.upperBound).rounded())
  }
}
