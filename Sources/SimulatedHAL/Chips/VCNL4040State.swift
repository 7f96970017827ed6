import RobotUnits

/// The digital part of a VCNL4040. Source: Vishay document 84274 Rev. 1.4.
struct VCNL4040State {
  var registers = [UInt16](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  private var expectsPointer = false
  /// Bytes of the current message after the pointer.
  private var count = 0
  private var low: UInt8 = 0
  private var latched: UInt16 = 0
  private var isPinned = false
  /// When each sensor was switched on, and how many of its measurements were taken.
  private var proximity = Series()
  private var ambient = Series()

  private struct Series {
    var began: MonotonicInstant?
    var taken: Int64 = 0
  }

  private enum Register {
    static let ambientConfiguration = 0x00, proximityConfiguration = 0x03, mode = 0x04
    static let cancellation = 0x05, proximity = 0x08, ambient = 0x09, white = 0x0A, interrupt = 0x0B
    static let identity = 0x0C
  }

  /// PS_MS.LED_I [mA] and twice PS_CONF1.PS_IT [T] by field value (tables 3 to 6).
  private static let milliamperes: [Double] = [50, 75, 100, 120, 140, 160, 180, 200]
  private static let halves: [Int64] = [2, 3, 4, 5, 6, 7, 8, 16]

  init() { reset() }

  mutating func reset() {
    let measured = (registers[8], registers[9], registers[10], registers[11])
    registers = [UInt16](repeating: 0, count: 256)
    registers[Register.ambientConfiguration] = 0x0001
    registers[Register.proximityConfiguration] = 0x0001
    registers[Register.identity] = 0x0186
    if isPinned { (registers[8], registers[9], registers[10], registers[11]) = measured }
    pointer = 0
    proximity = Series()
    ambient = Series()
  }

  mutating func load(_ register: UInt8, _ value: UInt16) {
    registers[Int(register)] = value
    if (0x08...0x0B).contains(register) { isPinned = true }
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    expectsPointer = !reading
    count = 0
    guard reading else { return }
    latched = registers[Int(pointer)]
    // Reading INT_Flag clears it.
    if Int(pointer) == Register.interrupt, !isPinned { registers[Register.interrupt] = 0 }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    count += 1
    if count & 1 == 1 {
      low = byte
    } else {
      store(UInt16(byte) << 8 | UInt16(low), at: now)
    }
  }

  /// Low byte first. The register stays, so a longer read repeats it.
  mutating func read() -> UInt8 {
    count += 1
    return UInt8(truncatingIfNeeded: count & 1 == 1 ? latched : latched >> 8)
  }

  private mutating func store(_ value: UInt16, at now: MonotonicInstant) {
    let register = Int(pointer)
    guard register < Register.proximity else { return }
    let before = registers[register]
    registers[register] = value
    guard before != value else { return }
    if register == Register.proximityConfiguration { proximity = Series(began: now) }
    if register == Register.ambientConfiguration { ambient = Series(began: now) }
  }

  // MARK: Measurement

  /// Whether either sensor has a measurement that was not taken yet.
  func hasResult(at now: MonotonicInstant) -> Bool {
    !isPinned && (proximityDone(at: now) > proximity.taken || ambientDone(at: now) > ambient.taken)
  }

  /// A pulse of PS_IT · 125 µs in each of 40, 80, 160 or 320 of them.
  private func proximityDone(at now: MonotonicInstant) -> Int64 {
    let configuration = Int(registers[Register.proximityConfiguration])
    guard configuration & 0x01 == 0, let began = proximity.began else { return 0 }
    let pulse = Self.halves[configuration >> 1 & 7] * 62_500
    return (now - began).nanoseconds / (pulse * 40 << Int64(configuration >> 6 & 3))
  }

  private func ambientDone(at now: MonotonicInstant) -> Int64 {
    let configuration = Int(registers[Register.ambientConfiguration])
    guard configuration & 0x01 == 0, let began = ambient.began else { return 0 }
    return (now - began).nanoseconds / (80_000_000 << Int64(configuration >> 6 & 3))
  }

  mutating func measure(_ light: LightReading, at now: MonotonicInstant) {
    let proximities = proximityDone(at: now)
    if proximities > proximity.taken {
      proximity.taken = proximities
      registers[Register.proximity] = proximityCounts(light.reflected)
    }
    let ambients = ambientDone(at: now)
    if ambients > ambient.taken {
      ambient.taken = ambients
      let field = registers[Register.ambientConfiguration] >> 6 & 3
      registers[Register.ambient] = Self.clamp(light.lux * 10 * Double(1 << field), to: 65535)
      registers[Register.white] = registers[Register.ambient]
    }
  }

  private func proximityCounts(_ reflected: Double) -> UInt16 {
    let configuration = Int(registers[Register.proximityConfiguration])
    let current = Self.milliamperes[Int(registers[Register.mode]) >> 8 & 7] / 200
    let time = Double(Self.halves[configuration >> 1 & 7]) / 16
    let whole = reflected * current * time * 65535 - Double(registers[Register.cancellation])
    let isWide = configuration & 0x0800 != 0
    return Self.clamp(isWide ? whole : whole / 16, to: isWide ? 65535 : 4095)
  }

  private static func clamp(_ value: Double, to most: Double) -> UInt16 {
    value.isNaN ? 0 : UInt16(min(max(value, 0), most).rounded())
  }
}
