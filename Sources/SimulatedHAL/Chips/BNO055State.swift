import RobotUnits

/// The digital part of a BNO055. Source: BST-BNO055-DS000 1.8. Registers are counted as page · 256 +
/// address.
struct BNO055State {
  var registers = InertialRegisters(banks: 2)
  /// What SYS_ERR is to be: other than 0 the chip is in its error state.
  var systemError: UInt8 = 0
  private let startUp: TimeSpan
  private var expectsPointer = false
  private var clock = SampleClock()
  /// Until then nobody acknowledges; the chip has started when it is `nil`.
  private var starts: MonotonicInstant?
  private var hasPower = true
  /// Until then the mode changes.
  private var modeChanges: MonotonicInstant?

  private enum Register {
    static let page = 0x07, acceleration = 0x08, field = 0x0E, gyro = 0x14, euler = 0x1A
    static let quaternion = 0x20, linear = 0x28, gravity = 0x2E, temperature = 0x34
    static let calibration = 0x35, selfTest = 0x36, clockStatus = 0x38, status = 0x39, error = 0x3A
    static let units = 0x3B, mode = 0x3D, trigger = 0x3F, axisMap = 0x41
    static let radius = 0x67
  }

  init(startUp: TimeSpan) {
    self.startUp = startUp
    setDefaults()
  }

  static func isMeasured(_ register: Int) -> Bool {
    (0x00...0x06).contains(register) || (Register.acceleration...Register.error).contains(register)
  }

  var page: Int { Int(registers[Register.page] & 1) }

  mutating func load(_ register: Int, _ value: UInt8) {
    registers.load(register, value, isMeasured: Self.isMeasured(register))
  }

  /// Removes and restores the supply; the start is counted from the next time that it is looked at.
  mutating func powerCycle() {
    setDefaults()
    hasPower = false
  }

  /// Tables 4-2 and 4-3: what registers hold when the chip has started.
  private mutating func setDefaults() {
    registers.clear()
    let identity: [UInt8] = [0xA0, 0xFB, 0x32, 0x0F, 0x11, 0x03, 0x15]
    for (register, value) in identity.enumerated() { registers.measure(register, value) }
    registers.measure(Register.selfTest, 0x0F)
    registers[Register.units] = 0x80
    registers[Register.axisMap] = 0x24
    let configuration: [UInt8] = [0x0D, 0x6D, 0x38, 0x00]
    for (index, value) in configuration.enumerated() { registers[0x108 + index] = value }
    modeChanges = nil
    clock.restart()
    updateStatus()
  }

  // MARK: The bus

  /// Whether the chip acknowledges.
  mutating func start(reading: Bool, at now: MonotonicInstant) -> Bool {
    if !hasPower {
      hasPower = true
      starts = now + startUp
    }
    if let starts {
      guard !(now < starts) else { return false }
      self.starts = nil
    }
    expectsPointer = !reading
    return true
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      registers.pointer = byte
      return
    }
    let register = Int(registers.pointer)
    registers.pointer &+= 1
    if register == Register.page {
      registers[register] = byte & 1
      return
    }
    let isConfiguring = mode == 0
    switch page << 8 | register {
    case Register.mode: change(mode: byte, at: now)
    case Register.trigger where byte & 0x20 != 0:
      setDefaults()
      systemError = 0
      starts = now + startUp
    case Register.trigger: registers[register] = byte & 0xC0  // the triggers clear themselves
    // Section 3.3: settings change in the configuration mode only.
    case Register.units...0x6A where isConfiguring: registers[register] = byte
    case 0x108...0x11F where isConfiguring: registers[page << 8 | register] = byte
    default: break
    }
  }

  mutating func read() -> UInt8 {
    let register = Int(registers.pointer)
    registers.pointer &+= 1
    return register == Register.page ? registers[register] : registers[page << 8 | register]
  }

  // MARK: Modes

  private var mode: UInt8 { registers[Register.mode] & 0x0F }

  /// Table 3-6: 19 ms to the configuration mode, 7 ms from it.
  private mutating func change(mode byte: UInt8, at now: MonotonicInstant) {
    registers[Register.mode] = byte
    modeChanges = now + .milliseconds(byte & 0x0F == 0 ? 19 : 7)
    clock.restart(at: now)
    // The outputs of a mode that is left are reset to zero (section 3.3).
    if mode == 0 {
      for register in Register.acceleration..<Register.temperature {
        registers.measure(register, 0)
      }
    }
  }

  private mutating func updateStatus() {
    let isFusing = mode >= 0x08 && mode <= 0x0C
    let running: UInt8 = mode == 0 ? 0 : isFusing ? 5 : 6
    registers.measure(Register.status, systemError != 0 ? 1 : running)
    registers.measure(Register.error, systemError)
  }

  // MARK: Measurement

  /// Section 3.6: the fusion gives all data at 100 Hz.
  mutating func isDue(at now: MonotonicInstant) -> Bool {
    if let end = modeChanges, now < end { return false }
    modeChanges = nil
    updateStatus()
    guard mode != 0, systemError == 0 else { return false }
    return clock.take(hertz: 100, at: now) > 0
  }

  mutating func sample(_ state: InertialState) {
    let hasAccelerometer = ![0x02, 0x03, 0x06].contains(mode)
    let hasMagnetometer = ![0x01, 0x03, 0x05, 0x08].contains(mode)
    let hasGyro = ![0x01, 0x02, 0x04, 0x09, 0x0A].contains(mode)
    let four = SIMD3(repeating: 4 * 9.80665)
    let full = SIMD3(repeating: 2000 * Double.pi / 180)
    let force = state.specificForce.clamped(lowerBound: -four, upperBound: four)
    let rate = state.angularVelocity.clamped(lowerBound: -full, upperBound: full)
    if hasAccelerometer { measure(Register.acceleration, force, perUnit: 100) }
    if hasMagnetometer { measure(Register.field, state.magneticField, perUnit: 16e6) }
    if hasGyro { measure(Register.gyro, rate, perUnit: 16 * 180 / Double.pi) }
    registers.measure(
      Register.temperature,
      UInt8(bitPattern: Int8(min(max(state.celsius, -128), 127).rounded())))
    guard mode >= 0x08 else { return }
    for part in 0..<4 {
      registers.measure(
        Register.quaternion + 2 * part,
        word: InertialRegisters.word(state.orientation[part] * 16384), isBigEndian: false)
    }
    measure(Register.linear, state.specificForce - state.gravity, perUnit: 100)
    measure(Register.gravity, state.gravity, perUnit: 100)
    // Calibrated at once; the magnetometer only where it takes part.
    registers.measure(Register.calibration, hasMagnetometer ? 0xFF : 0x3C)
  }

  private mutating func measure(_ register: Int, _ axes: SIMD3<Double>, perUnit: Double) {
    registers.measure(register, axes, perUnit: perUnit, isBigEndian: false)
  }
}
