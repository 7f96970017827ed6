import RobotUnits

/// The digital part of an MPU-6050. Source: InvenSense RM-MPU-6000A-00 4.2.
struct MPU6050State {
  var registers = InertialRegisters(banks: 1)
  private let identity: UInt8
  private var expectsPointer = false
  private var clock = SampleClock()

  private enum Register {
    static let divider = 0x19, configuration = 0x1A, gyro = 0x1B, accelerometer = 0x1C
    static let interruptStatus = 0x3A, measurements = 0x3B, lastMeasurement = 0x48
    static let signalPathReset = 0x68, userControl = 0x6A, power = 0x6B, identity = 0x75
  }

  private static let gyroCounts = [131, 65.5, 32.8, 16.4]

  init(identity: UInt8) {
    self.identity = identity
    reset()
  }

  static func isMeasured(_ register: Int) -> Bool {
    (Register.interruptStatus...Register.lastMeasurement).contains(register)
      || register == Register.identity
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers.load(Int(register), value, isMeasured: Self.isMeasured(Int(register)))
  }

  /// Section 3: all registers reset to 0 but PWR_MGMT_1 and WHO_AM_I.
  mutating func reset() {
    registers.clear()
    registers[Register.power] = 0x40
    registers.measure(Register.identity, identity)
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
    registers.pointer &+= 1
    switch register {
    case Register.power where byte & 0x80 != 0:
      let pointer = registers.pointer
      reset()
      registers.pointer = pointer
    case Register.power:
      registers[register] = byte
      clock.restart(at: now)
    case Register.userControl: registers[register] = byte & 0xF8  // the reset bits clear themselves
    case Register.signalPathReset:  // write only
      for index in Register.measurements...Register.lastMeasurement { registers.measure(index, 0) }
      clock.restart(at: now)
    case 0x00, Register.interruptStatus...0x60, 0x72...0x73, Register.identity...0xFF: break
    default: registers[register] = byte
    }
  }

  mutating func read() -> UInt8 {
    let register = Int(registers.pointer)
    let byte = registers[register]
    // Any read of INT_STATUS clears it (register 58).
    if register == Register.interruptStatus { registers.measure(register, 0) }
    // FIFO_R_W does not move the pointer.
    if register != 0x74 { registers.pointer &+= 1 }
    return byte
  }

  // MARK: Measurement

  /// Register 25: 8 kHz without the filter, 1 kHz with it.
  private var rate: Double {
    let filter = registers[Register.configuration] & 0x07
    let base: Double = filter == 0 || filter == 7 ? 8000 : 1000
    return base / (1 + Double(registers[Register.divider]))
  }

  /// Whether the chip has measured since the last time: looked at with START only, as the shadow
  /// registers are frozen while the bus is busy (registers 59 to 64).
  mutating func isDue(at now: MonotonicInstant) -> Bool {
    guard registers[Register.power] & 0x40 == 0 else { return false }
    return clock.take(hertz: rate, at: now) > 0
  }

  mutating func sample(_ state: InertialState) {
    let acceleration = Int(registers[Register.accelerometer] >> 3 & 3)
    let gyro = Int(registers[Register.gyro] >> 3 & 3)
    let perForce = Double(16384 >> acceleration) / 9.80665
    let perRate = Self.gyroCounts[gyro] * 180 / Double.pi
    registers.measure(0x3B, state.specificForce, perUnit: perForce, isBigEndian: true)
    registers.measure(
      0x41, word: InertialRegisters.word(temperature(state.celsius)), isBigEndian: true)
    registers.measure(0x43, state.angularVelocity, perUnit: perRate, isBigEndian: true)
    registers.measure(Register.interruptStatus, 0x01)
  }

  /// The relatives have other thermometers (MPU-6500 PS 1.3, ICM-20689 DS-000143 1.1).
  private func temperature(_ celsius: Double) -> Double {
    switch identity {
    case 0x70, 0x71: (celsius - 21) * 333.87
    case 0x98: (celsius - 25) * 326.8
    default: (celsius - 36.53) * 340
    }
  }
}
