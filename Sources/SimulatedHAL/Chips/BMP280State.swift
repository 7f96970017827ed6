import RobotUnits

/// The digital part of a BMP280. Source: Bosch BST-BMP280-DS001.
struct BMP280State {
  var registers = [UInt8](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  private var expectsPointer = false
  private var isPinned = false
  /// The trim values are copied until then; nil before the first access after power-on.
  private var copied: MonotonicInstant?
  /// When the mode was set, and how many of its measurements were taken.
  private var began: MonotonicInstant?
  private var taken: Int64 = 0

  private enum Register {
    static let identity = 0xD0, reset = 0xE0, status = 0xF3, control = 0xF4, configuration = 0xF5
    static let data = 0xF7
    static let trim = 0x88
  }

  private static let startTime = TimeSpan.milliseconds(2)
  /// t_sb [µs] by field value (table 11).
  private static let standby: [Int64] = [
    500, 62_500, 125_000, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000,
  ]

  /// dig_T1...dig_P9 of the example in section 3.12.
  private static let example: [Int] = [
    27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000,
  ]

  init() {
    for (index, value) in Self.example.enumerated() {
      registers[Register.trim + 2 * index] = UInt8(truncatingIfNeeded: value)
      registers[Register.trim + 2 * index + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    registers[Register.identity] = 0x58
    reset()
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers[Int(register)] = value
    if register == 0xF3 || (0xF7...0xFC).contains(register) { isPinned = true }
  }

  /// Identity and trim values are burnt; the rest has its power-on value.
  mutating func reset() {
    registers[Register.control] = 0
    registers[Register.configuration] = 0
    if !isPinned {
      registers[Register.status] = 0
      store(0x80000, at: Register.data)
      store(0x80000, at: Register.data + 3)
    }
    copied = nil
    began = nil
    taken = 0
  }

  // MARK: The bus

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    switch Int(pointer) {
    case Register.reset where byte == 0xB6:
      reset()
      copied = now + Self.startTime
    case Register.control:
      registers[Register.control] = byte
      began = byte & 0x03 == 0 ? nil : now
      taken = 0
    case Register.configuration: registers[Register.configuration] = byte & 0xFD
    default: break
    }
    // A write is pairs of register and value (section 5.2.1).
    expectsPointer = true
  }

  mutating func read() -> UInt8 {
    defer { pointer &+= 1 }
    return registers[Int(pointer)]
  }

  // MARK: Measurement

  /// Brings status up to date; says whether a measurement has ended that was not taken yet.
  mutating func update(at now: MonotonicInstant) -> Bool {
    let ready = copied ?? now + Self.startTime
    copied = ready
    guard !isPinned else { return false }
    let isMeasuring = measuring(at: now)
    registers[Register.status] = (now < ready ? 0x01 : 0) | (isMeasuring ? 0x08 : 0)
    let done = done(at: now)
    guard done > taken else { return false }
    taken = done
    // A forced measurement ends in sleep (section 3.6.2).
    if mode != 3 {
      registers[Register.control] &= 0xFC
      began = nil
    }
    return true
  }

  private var mode: UInt8 { registers[Register.control] & 0x03 }

  /// Table 13, typical: 1 ms, 2 ms a conversion, 0.5 ms before pressure [ns].
  private var measurementTime: Int64 {
    let control = Int64(registers[Register.control])
    let temperature = control >> 5 & 7
    let pressure = control >> 2 & 7
    func time(_ field: Int64) -> Int64 { field == 0 ? 0 : 2_000_000 << (min(field, 5) - 1) }
    return 1_000_000 + time(temperature) + time(pressure) + (pressure == 0 ? 0 : 500_000)
  }

  private var period: Int64 {
    measurementTime + Self.standby[Int(registers[Register.configuration]) >> 5] * 1000
  }

  private func done(at now: MonotonicInstant) -> Int64 {
    guard let began else { return 0 }
    let elapsed = (now - began).nanoseconds
    guard elapsed >= measurementTime else { return 0 }
    return mode == 3 ? 1 + (elapsed - measurementTime) / period : 1
  }

  private func measuring(at now: MonotonicInstant) -> Bool {
    guard let began else { return false }
    let elapsed = (now - began).nanoseconds
    return mode == 3 ? elapsed % period < measurementTime : elapsed < measurementTime
  }

  mutating func measure(_ air: AirReading) {
    let trim = BMP280Trim(registers, at: Register.trim)
    let control = registers[Register.control]
    let temperature = trim.temperatureCounts(air.celsius)
    store(control >> 5 == 0 ? 0x80000 : temperature, at: Register.data + 3)
    let pressure = trim.pressureCounts(air.pascals, fine: trim.fine(temperature))
    store(control >> 2 & 7 == 0 ? 0x80000 : pressure, at: Register.data)
  }

  /// Twenty bits, most significant first.
  private mutating func store(_ counts: Int, at index: Int) {
    registers[index] = UInt8(counts >> 12)
    registers[index + 1] = UInt8(counts >> 4 & 0xFF)
    registers[index + 2] = UInt8(counts & 0x0F) << 4
  }
}
