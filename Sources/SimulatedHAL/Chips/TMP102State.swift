import RobotUnits

/// The digital part of a TMP102. Source: TI SBOS397.
struct TMP102State {
  var registers = [UInt16](repeating: 0, count: 256)
  private var port = WordPort()
  private var clock = ConversionClock()
  /// The temperature holds a loaded value.
  private var isPinned = false
  /// A conversion was ordered in the shutdown.
  private var isSingle = false

  private enum Register {
    static let temperature = 0x00, configuration = 0x01, low = 0x02, high = 0x03
  }

  /// Bits of CONFIGURATION.
  private enum Bits {
    static let oneShot: UInt16 = 0x8000
    static let resolution: UInt16 = 0x6000
    static let shutdown: UInt16 = 0x0100
    static let alert: UInt16 = 0x0020
    static let extended: UInt16 = 0x0010
    /// Bits that the host can write; the four lowest read 0.
    static let writable: UInt16 = 0x1FD0
  }

  /// Table 6-10: the periods [ms] by the value of CR.
  private static let periods: [Int64] = [4000, 1000, 250, 125]

  init() { reset() }

  var pointer: UInt8 { port.pointer }

  mutating func reset() {
    if !isPinned { registers[Register.temperature] = 0 }
    registers[Register.configuration] = 0x60A0
    registers[Register.low] = 0x4B00
    registers[Register.high] = 0x5000
    port.reset()
    clock.restart(at: nil)
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if register == Register.temperature { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    if reading {
      port.beginRead(registers[Int(port.pointer)])
    } else {
      port.beginWrite()
    }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    guard let value = port.write(byte) else { return }
    switch Int(port.pointer) {
    case Register.configuration:
      let before = registers[Register.configuration]
      // Back from the shutdown, or told to convert once, it begins at once.
      if before & Bits.shutdown != 0 { clock.restart(at: now) }
      let kept = before & Bits.alert | Bits.resolution
      registers[Register.configuration] = value & Bits.writable | kept
      isSingle = value & (Bits.shutdown | Bits.oneShot) == Bits.shutdown | Bits.oneShot
    case Register.low, Register.high:
      registers[Int(port.pointer)] = value & (isExtended ? 0xFFF8 : 0xFFF0)
    default: break
    }
  }

  mutating func read() -> UInt8 { port.read() }

  // MARK: Measurement

  private var isExtended: Bool { registers[Register.configuration] & Bits.extended != 0 }

  /// Whether a conversion has ended that nobody has read yet. One takes 26 ms.
  mutating func hasResult(at now: MonotonicInstant) -> Bool {
    let config = registers[Register.configuration]
    guard !isPinned, config & Bits.shutdown == 0 || isSingle else { return false }
    let period = TimeSpan.milliseconds(Self.periods[Int(config >> 6 & 3)])
    return clock.hasResult(
      at: now, first: .milliseconds(26), period: period, isSingle: isSingle)
  }

  /// Twelve bits at the left, or thirteen and a bit 0 that says so; 0.0625 °C. AL is 1 below the limit
  /// with POL = 0.
  mutating func convert(celsius: Double) {
    let top = isExtended ? 4095.0 * 0.0625 : 2047 * 0.0625
    let counts = celsius.isNaN ? 0 : Int16((min(max(celsius, -55), top) * 16).rounded())
    registers[Register.temperature] =
      UInt16(bitPattern: isExtended ? counts << 3 | 1 : counts << 4)
    let isHot = counts >= Int16(bitPattern: registers[Register.high]) >> (isExtended ? 3 : 4)
    let isCool = counts < Int16(bitPattern: registers[Register.low]) >> (isExtended ? 3 : 4)
    if isHot { registers[Register.configuration] &= ~Bits.alert }
    if isCool { registers[Register.configuration] |= Bits.alert }
  }
}
