import RobotUnits

/// The digital part of an LSM6DSO. Source: ST DS12140 rev 2.
struct LSM6DSOState {
  var registers = InertialRegisters(banks: 1)
  private var expectsPointer = false
  private var accelerometerClock = SampleClock()
  private var gyroscopeClock = SampleClock()
  private var thermometerClock = SampleClock()
  /// When a software reset ends.
  private var resetEnds: MonotonicInstant?

  /// Which measurements have been made since the last time.
  struct Due {
    var acceleration = false
    var angularVelocity = false
    var temperature = false
    var isAny: Bool { acceleration || angularVelocity || temperature }
  }

  private enum Register {
    static let identity = 0x0F, control1 = 0x10, control2 = 0x11, control3 = 0x12
    static let control9 = 0x18, status = 0x1E, temperature = 0x20, gyro = 0x22
    static let acceleration = 0x28, lastMeasurement = 0x2D
  }

  /// Sections 9.12 and 9.13: rates by ODR [Hz].
  private static let rates: [Double] = [
    0, 12.5, 26, 52, 104, 208, 417, 833, 1667, 3333, 6667, 1.6, 0, 0, 0, 0,
  ]

  init() { reset() }

  static func isMeasured(_ register: Int) -> Bool {
    (Register.status...Register.lastMeasurement).contains(register)
      || register == Register.identity
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers.load(Int(register), value, isMeasured: Self.isMeasured(Int(register)))
  }

  /// The registers as section 9 gives their defaults.
  mutating func reset() {
    let pointer = registers.pointer
    registers.clear()
    registers.pointer = pointer
    registers.measure(Register.identity, 0x6C)
    registers[Register.control3] = 0x04
    registers[Register.control9] = 0xE0
    resetEnds = nil
    accelerometerClock.restart()
    gyroscopeClock.restart()
    thermometerClock.restart()
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
    case Register.control3 where byte & 0x01 != 0:
      reset()
      registers[register] = 0x05
      resetEnds = now + .microseconds(50)  // AN5192
    case Register.control1, Register.control2:
      registers[register] = byte
      accelerometerClock.restart(at: now)
      gyroscopeClock.restart(at: now)
      thermometerClock.restart(at: now)
    case Register.identity, 0x1A...0x3D, 0x49...0x55: break  // read only
    default: registers[register] = byte
    }
  }

  mutating func read(at now: MonotonicInstant) -> UInt8 {
    if let ends = resetEnds, !(now < ends) {
      registers[Register.control3] &= 0xFE
      resetEnds = nil
    }
    let register = Int(registers.pointer)
    let byte = registers[register]
    // Section 9.26: a flag is cleared when one of its measurements is read.
    switch register {
    case Register.temperature + 1: clear(0x04)
    case Register.gyro..<Register.acceleration: clear(0x02)
    case Register.acceleration...Register.lastMeasurement: clear(0x01)
    default: break
    }
    step()
    return byte
  }

  private mutating func clear(_ flag: UInt8) {
    registers.measure(Register.status, registers[Register.status] & ~flag)
  }

  /// CTRL3_C.IF_INC.
  private mutating func step() {
    if registers[Register.control3] & 0x04 != 0 { registers.pointer &+= 1 }
  }

  // MARK: Measurement

  mutating func due(at now: MonotonicInstant) -> Due {
    let acceleration = Self.rates[Int(registers[Register.control1] >> 4)]
    let gyro = Self.rates[Int(registers[Register.control2] >> 4)]
    var due = Due()
    due.acceleration = accelerometerClock.take(hertz: acceleration, at: now) > 0
    due.angularVelocity = gyroscopeClock.take(hertz: gyro, at: now) > 0
    // Table 4: the thermometer is refreshed at 52 Hz, or as slowly as the sensors.
    let thermometer = min(52, max(acceleration, gyro))
    due.temperature = thermometerClock.take(hertz: thermometer, at: now) > 0
    return due
  }

  mutating func sample(_ state: InertialState, _ due: Due) {
    if due.temperature {
      registers.measure(
        Register.temperature, word: InertialRegisters.word((state.celsius - 25) * 256),
        isBigEndian: false)
      set(0x04)
    }
    if due.angularVelocity {
      registers.measure(
        Register.gyro, state.angularVelocity * (180 / Double.pi), perUnit: 1000 / gyroScale,
        isBigEndian: false)
      set(0x02)
    }
    if due.acceleration {
      registers.measure(
        Register.acceleration, state.specificForce / 9.80665, perUnit: 1000 / accelerationScale,
        isBigEndian: false)
      set(0x01)
    }
  }

  private mutating func set(_ flag: UInt8) {
    registers.measure(Register.status, registers[Register.status] | flag)
  }

  /// Table 2 [mg].
  private var accelerationScale: Double {
    switch registers[Register.control1] >> 2 & 3 {
    case 0: 0.061
    case 1: 0.488
    case 2: 0.122
    default: 0.244
    }
  }

  /// Table 2 [m°/s]; FS_125 beats FS_G.
  private var gyroScale: Double {
    let control = registers[Register.control2]
    guard control & 0x02 == 0 else { return 4.375 }
    return [8.75, 17.5, 35, 70][Int(control >> 2 & 3)]
  }
}
