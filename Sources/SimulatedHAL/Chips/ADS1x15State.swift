import RobotUnits

/// The digital part of an ADS1x15. Source: TI SBAS444 and SBAS473.
struct ADS1x15State {
  /// A conversion: what it measures, and when it is done.
  struct Conversion {
    var configuration: UInt16
    var end: MonotonicInstant
  }

  /// CONVERSION, CONFIG without its start bit, LO_THRESH, HI_THRESH.
  var registers: [UInt16] = []
  var pointer: UInt8 = 0
  private(set) var conversion: Conversion?
  private let isADS1015: Bool
  private var expectsPointer = false
  /// Bytes of the current message after the pointer.
  private var count = 0
  private var high: UInt8 = 0
  private var latched: UInt16 = 0
  /// CONVERSION holds a loaded value.
  private var isPinned = false

  init(isADS1015: Bool) {
    self.isADS1015 = isADS1015
    powerCycle()
  }

  mutating func powerCycle() {
    registers = [isPinned ? registers[0] : 0, 0x0583, 0x8000, 0x7FFF]
    pointer = 0
    conversion = nil
  }

  /// CONFIG reads with OS = 1 while nothing is converted.
  func word(_ register: UInt8) -> UInt16 {
    let value = registers[Int(register & 3)]
    return register & 3 == 1 && conversion == nil ? value | 0x8000 : value
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register & 3)] = register & 3 == 1 ? value & 0x7FFF : value
    if register & 3 == 0 { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    expectsPointer = !reading
    count = 0
    if reading { latched = word(pointer) }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte & 3
      return
    }
    count += 1
    switch count {
    case 1: high = byte
    case 2: store(UInt16(high) << 8 | UInt16(byte), at: now)
    default: break
    }
  }

  /// A register has two bytes; nobody drives the bus after them.
  mutating func read() -> UInt8 {
    count += 1
    switch count {
    case 1: return UInt8(latched >> 8)
    case 2: return UInt8(latched & 0xFF)
    default: return 0xFF
    }
  }

  private mutating func store(_ value: UInt16, at now: MonotonicInstant) {
    switch pointer {
    case 1:
      registers[1] = value & 0x7FFF
      // A start has no effect on a conversion in progress, nor have new settings.
      let isContinuous = value & 0x0100 == 0
      guard conversion == nil, isContinuous || value & 0x8000 != 0 else { return }
      begin(at: now)
    // The last four bits of the thresholds are fixed in an ADS1015.
    case 2: registers[2] = isADS1015 ? value & 0xFFF0 : value
    case 3: registers[3] = isADS1015 ? value | 0x000F : value
    default: break  // CONVERSION cannot be written
    }
  }

  // MARK: Measurement

  /// The nominal conversion time by CONFIG.DR.
  private var span: TimeSpan {
    let rates: [Int64] =
      isADS1015
      ? [128, 250, 490, 920, 1600, 2400, 3300, 3300] : [8, 16, 32, 64, 128, 250, 475, 860]
    return TimeSpan(nanoseconds: 1_000_000_000 / rates[Int(registers[1] >> 5 & 7)])
  }

  private mutating func begin(at now: MonotonicInstant) {
    conversion = Conversion(configuration: registers[1], end: now + span)
  }

  /// The conversion that is done at `now`, if there is one.
  func finished(at now: MonotonicInstant) -> Conversion? {
    guard let conversion, conversion.end <= now else { return nil }
    return conversion
  }

  /// Ends a conversion of `volts`; a continuous one begins the next, with the settings of now.
  mutating func finish(_ done: Conversion, volts: Double) {
    if !isPinned {
      let ranges = [6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256]
      let fullScale = ranges[Int(done.configuration >> 9 & 7)]
      let steps: Double = isADS1015 ? 2048 : 32768
      let value = volts.isNaN ? 0 : (volts / fullScale * steps).rounded()
      let counts = Int(min(max(value, -steps), steps - 1)) * (isADS1015 ? 16 : 1)
      registers[0] = UInt16(bitPattern: Int16(counts))
    }
    conversion = nil
    if registers[1] & 0x0100 == 0 { begin(at: done.end) }
  }
}
