import RobotUnits

/// The digital part of an LM75A or PCT2075. Source: NXP LM75A rev. 11, NXP PCT2075 rev. 9.
struct LM75State {
  var registers = [UInt16](repeating: 0, count: 256)
  private var port = WordPort()
  private var clock = ConversionClock()
  /// The temperature holds a loaded value.
  private var isPinned = false

  private enum Register {
    static let temperature = 0x00, configuration = 0x01, hysteresis = 0x02
    static let overTemperature = 0x03
    /// PCT2075 only: the period, 0.1 s each; 0 is 0.1 s, too.
    static let idle = 0x04
  }

  init() { reset() }

  var pointer: UInt8 { port.pointer }

  mutating func reset() {
    if !isPinned { registers[Register.temperature] = 0 }
    registers[Register.configuration] = 0
    registers[Register.hysteresis] = 0x4B00
    registers[Register.overTemperature] = 0x5000
    registers[Register.idle] = 0
    port.reset()
    clock.restart(at: nil)
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if register == Register.temperature { isPinned = true }
  }

  // MARK: The bus

  private static func isByte(_ register: UInt8) -> Bool {
    register == Register.configuration || register == Register.idle
  }

  mutating func start(reading: Bool) {
    if reading {
      port.beginRead(registers[Int(port.pointer)])
    } else {
      port.beginWrite()
    }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    guard let value = port.write(byte, isByte: Self.isByte) else { return }
    switch Int(port.pointer) {
    case Register.configuration:
      // Back from the shutdown, it converts at once.
      if registers[Register.configuration] & 1 != 0 { clock.restart(at: now) }
      registers[Register.configuration] = value & 0x1F
    case Register.hysteresis, Register.overTemperature:
      registers[Int(port.pointer)] = value & 0xFF80
    case Register.idle: registers[Register.idle] = value & 0x1F
    default: break
    }
  }

  mutating func read() -> UInt8 { port.read(isByte: Self.isByte) }

  // MARK: Measurement

  /// Whether a conversion has ended that nobody has read yet.
  mutating func hasResult(at now: MonotonicInstant) -> Bool {
    guard !isPinned, registers[Register.configuration] & 1 == 0 else { return false }
    let period = TimeSpan.milliseconds(100) * max(Int64(registers[Register.idle]), 1)
    return clock.hasResult(at: now, first: .milliseconds(100), period: period)
  }

  /// Eleven bits at the left, 0.125 °C.
  mutating func convert(celsius: Double) {
    let counts = celsius.isNaN ? 0 : Int16((min(max(celsius, -55), 125) * 8).rounded())
    registers[Register.temperature] = UInt16(bitPattern: counts << 5)
  }
}
