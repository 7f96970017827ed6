import RobotUnits

/// The digital part of an AK09916. Source: Asahi Kasei 015007392-E-02.
struct AK09916State {
  var registers = InertialRegisters(banks: 1)
  private var expectsPointer = false
  private var clock = SampleClock()
  /// A measurement is being read: it stays until ST2 was read (sequence of reading).
  private var isHeld = false

  private enum Register {
    static let status1 = 0x10, field = 0x11, status2 = 0x18, control2 = 0x31, control3 = 0x32
  }

  init() { reset() }

  static func isMeasured(_ register: Int) -> Bool { register <= Register.status2 }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers.load(Int(register), value, isMeasured: Self.isMeasured(Int(register)))
  }

  /// Register map: identity, and power-down mode.
  mutating func reset() {
    let pointer = registers.pointer
    registers.clear()
    registers.pointer = pointer
    registers.measure(0x00, 0x48)
    registers.measure(0x01, 0x09)
    isHeld = false
    clock.restart()
  }

  // MARK: The bus

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      registers.pointer = byte
      return
    }
    let register = Int(registers.pointer)
    step()
    switch register {
    case Register.control2:
      registers[register] = byte & 0x1F
      clock.restart(at: now)
    case Register.control3 where byte & 0x01 != 0: reset()
    default: break
    }
  }

  mutating func read() -> UInt8 {
    let register = Int(registers.pointer)
    let byte = registers[register]
    switch register {
    case Register.field..<Register.status2: isHeld = true
    // Sequence of reading: reading ST2 ends the reading of a measurement, and DRDY with it.
    case Register.status2:
      isHeld = false
      registers.measure(Register.status1, registers[Register.status1] & ~0x03)
    default: break
    }
    step()
    return byte
  }

  /// Register map: the address goes from 0x18 to 0x00, and from 0x32 to 0x30.
  private mutating func step() {
    switch Int(registers.pointer) {
    case Register.status2: registers.pointer = 0x00
    case Register.control3: registers.pointer = 0x30
    default: registers.pointer &+= 1
    }
  }

  // MARK: Measurement

  /// Operation modes [Hz].
  private var rate: Double {
    switch registers[Register.control2] {
    case 0x01: 1 / 7.2e-3  // single: the time of one measurement
    case 0x02: 10
    case 0x04: 20
    case 0x06: 50
    case 0x08: 100
    default: 0
    }
  }

  mutating func isDue(at now: MonotonicInstant) -> Bool {
    clock.take(hertz: rate, at: now) > 0
  }

  /// `field` in the magnetometer's own axes [T].
  mutating func sample(field: SIMD3<Double>) {
    if registers[Register.control2] == 0x01 { registers[Register.control2] = 0x00 }
    guard !isHeld else {
      registers.measure(Register.status1, registers[Register.status1] | 0x02)  // DOR
      return
    }
    for axis in 0..<3 {
      let word = InertialRegisters.word(field[axis] / 0.15e-6, from: -32752, to: 32752)
      registers.measure(Register.field + 2 * axis, word: word, isBigEndian: false)
    }
    // Overflow: HOFL where |X| + |Y| + |Z| is 4912 µT or more.
    let sum = abs(field.x) + abs(field.y) + abs(field.z)
    registers.measure(Register.status2, sum >= 4912e-6 ? 0x08 : 0x00)
    registers.measure(Register.status1, registers[Register.status1] | 0x01)
  }
}
