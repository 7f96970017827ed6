import RobotUnits

/// The digital part of an MPL115A2. Source: NXP MPL115A2 Rev. 9.
struct MPL115A2State {
  var registers = [UInt8](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  private var expectsPointer = false
  private var isPinned = false
  /// When the running conversion began.
  private var began: MonotonicInstant?

  private static let convert: UInt8 = 0x12
  private static let conversionTime = TimeSpan.milliseconds(3)

  /// The coefficients of the example in section 3.6: 2009.75, -2.375 85, -0.920 47, 0.000 79.
  init() {
    let example: [UInt8] = [0x3E, 0xCE, 0xB3, 0xF9, 0xC5, 0x17, 0x33, 0xC8]
    for (index, byte) in example.enumerated() { registers[4 + index] = byte }
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers[Int(register)] = value
    if register < 4 { isPinned = true }
  }

  mutating func powerCycle() {
    if !isPinned { for index in 0..<4 { registers[index] = 0 } }
    registers[Int(Self.convert)] = 0
    pointer = 0
    began = nil
  }

  // MARK: The bus

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    if pointer == Self.convert, !isPinned { began = now }
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    defer { pointer &+= 1 }
    return registers[Int(pointer)]
  }

  // MARK: Measurement

  /// The instant of a conversion that has ended; it is then over.
  mutating func takeConversion(at now: MonotonicInstant) -> MonotonicInstant? {
    guard let began, now - began >= Self.conversionTime else { return nil }
    self.began = nil
    return began + Self.conversionTime
  }

  /// The ten-bit values that equations 1 and 2 turn into `air`.
  mutating func convert(_ air: AirReading) {
    let warm = Self.clamp(498 - 5.35 * (air.celsius - 25))
    let compensated = (air.pascals - 50_000) * 1023 / 65_000
    let slope = coefficient(6) / 8192 + coefficient(10) / 16_777_216 * warm
    store(
      Self.clamp((compensated - coefficient(4) / 8 - coefficient(8) / 16384 * warm) / slope), at: 0)
    store(warm, at: 2)
  }

  /// The signed word at `index`.
  private func coefficient(_ index: Int) -> Double {
    Double(Int16(bitPattern: UInt16(registers[index]) << 8 | UInt16(registers[index + 1])))
  }

  private mutating func store(_ counts: Double, at index: Int) {
    let word = UInt16(counts) << 6
    registers[index] = UInt8(word >> 8)
    registers[index + 1] = UInt8(word & 0xFF)
  }

  private static func clamp(_ counts: Double) -> Double {
    counts.isNaN ? 0 : min(max(counts, 0), 1023).rounded()
  }
}
