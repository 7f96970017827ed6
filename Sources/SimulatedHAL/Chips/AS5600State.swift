/// The digital part of an AS5600. Source: ams AS5600 v1-06.
struct AS5600State {
  var registers = [UInt8](repeating: 0, count: 256)
  var magnet = AS5600Model.Magnet()
  var pointer: UInt8 = 0
  var burnCommands = 0
  var isAddressed = false
  private var expectsPointer = false
  /// The high byte that the pointer was set to and returns to, or nil.
  private var held: UInt8?
  /// Measured registers that hold a loaded value.
  private var pinned = [Bool](repeating: false, count: 256)

  private enum Register {
    static let zmco = 0x00, zpos = 0x01, mpos = 0x03, mang = 0x05, conf = 0x07
    static let status = 0x0B, rawAngle = 0x0C, angle = 0x0E
    static let agc = 0x1A, magnitude = 0x1B
    /// I2CADDR and I2CUPDT of an AS5600L: stored, never burnt.
    static let newAddress = 0x20
    static let burn = 0xFF
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    let index = Int(register)
    registers[index] = value
    switch index {
    case Register.status, Register.agc: pinned[index] = true
    // The two bytes of a word are one measurement.
    case Register.rawAngle, Register.angle, Register.magnitude:
      pinned[index] = true
      pinned[index + 1] = true
    case Register.rawAngle + 1, Register.angle + 1, Register.magnitude + 1:
      pinned[index - 1] = true
      pinned[index] = true
    default: break
    }
  }

  mutating func powerCycle() {
    for index in Register.zpos...Register.conf + 1 { registers[index] = 0 }
    pointer = 0
    held = nil
    isAddressed = false
  }

  mutating func start(reading: Bool) {
    isAddressed = true
    expectsPointer = !reading
    if let held { pointer = held }
  }

  mutating func write(_ byte: UInt8) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      held = Self.holds(byte) ? byte : nil
      return
    }
    switch Int(pointer) {
    case Register.zpos...Register.conf + 1, Register.newAddress...Register.newAddress + 1:
      registers[Int(pointer)] = byte
    case Register.burn:
      registers[Register.burn] = byte
      burnCommands += 1
    default: break
    }
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    let byte = registers[Int(pointer)]
    // "Automatic increment" is suppressed on these three words, if the pointer was set to their high
    // byte: they can be read again and again.
    if let held, pointer == held &+ 1 {
      pointer = held
    } else {
      pointer &+= 1
    }
    return byte
  }

  private static func holds(_ register: UInt8) -> Bool {
    switch Int(register) {
    case Register.rawAngle, Register.angle, Register.magnitude: true
    default: false
    }
  }

  // MARK: Measurement

  /// Whether the next byte read begins a measurement.
  var needsSample: Bool {
    switch Int(pointer) {
    case Register.status, Register.rawAngle, Register.angle, Register.agc, Register.magnitude: true
    default: false
    }
  }

  mutating func sample(radians: Double) {
    let turns = radians / (2 * Double.pi)
    let fraction = turns.isFinite ? turns - turns.rounded(.down) : 0
    // Without a magnet the CORDIC has nothing to turn on: the last angle stands.
    if magnet.isDetected { store(Int((fraction * 4096).rounded()) & 0xFFF, at: Register.rawAngle) }
    store(scaled(word(Register.rawAngle)), at: Register.angle)
    var status: UInt8 = 0
    if magnet.isDetected { status |= 0x20 }
    if magnet.isTooWeak || !magnet.isDetected { status |= 0x10 }
    if magnet.isTooStrong { status |= 0x08 }
    if !pinned[Register.status] { registers[Register.status] = status }
    if !pinned[Register.agc] {
      registers[Register.agc] = status & 0x10 != 0 ? 0xFF : status & 0x08 != 0 ? 0 : 0x80
    }
    store(magnet.isDetected ? 0x0800 : 0, at: Register.magnitude)
  }

  private func word(_ index: Int) -> Int { Int(registers[index]) << 8 | Int(registers[index + 1]) }

  private mutating func store(_ value: Int, at index: Int) {
    guard !pinned[index] else { return }
    registers[index] = UInt8(value >> 8)
    registers[index + 1] = UInt8(value & 0xFF)
  }

  /// ANGLE: RAW_ANGLE from ZPOS over the programmed range ("Angle Programming", MPOS before MANG).
  private func scaled(_ raw: Int) -> Int {
    let zero = word(Register.zpos) & 0xFFF
    let stop = word(Register.mpos) & 0xFFF
    let span = word(Register.mang) & 0xFFF
    let range = stop != 0 ? (stop - zero) & 0xFFF : span
    let offset = (raw - zero) & 0xFFF
    guard range != 0 else { return offset }
    guard offset > range else { return min(offset * 4096 / range, 4095) }
    // Outside the range the output stays at the nearer end.
    return offset - range < (4096 - range) / 2 ? 4095 : 0
  }
}
