import RobotUnits

/// The digital part of an ICM-20948. Source: TDK InvenSense DS-000189 1.3. Registers are counted as bank ·
/// 256 + address.
struct ICM20948State {
  var registers = InertialRegisters(banks: 4)
  private var expectsPointer = false
  private var clock = SampleClock()

  /// What the auxiliary master shall do.
  struct AuxiliaryTransfer {
    /// 0, 4.
    let slave: Int
    let address: UInt8
    let register: UInt8
    let isRead: Bool
    let count: Int
    let output: UInt8
  }

  private enum Register {
    static let identity = 0x000, userControl = 0x003, lowPower = 0x005, power1 = 0x006
    static let pinConfiguration = 0x00F, masterStatus = 0x017, interruptStatus = 0x01A
    static let acceleration = 0x02D, gyro = 0x033, temperature = 0x039
    static let external = 0x03B, lastExternal = 0x052
    static let gyroDivider = 0x200, gyroConfiguration = 0x201, accelerometerConfiguration = 0x214
    static let delayControl = 0x302, slave0 = 0x303, slave4 = 0x313
    static let slave4Control = 0x315, slave4Output = 0x316, slave4Input = 0x317
    static let bankSelect = 0x7F
  }

  private static let gyroCounts = [131, 65.5, 32.8, 16.4]

  init() { reset() }

  static func isMeasured(_ register: Int) -> Bool {
    switch register {
    case Register.identity, Register.masterStatus...0x01C,
      Register.acceleration...Register.lastExternal, Register.slave4Input:
      true
    default: false
    }
  }

  /// What a register resets to (section 7).
  static func resetValue(_ register: Int) -> UInt8 {
    switch register {
    case Register.identity: 0xEA
    case Register.lowPower: 0x40
    case Register.power1: 0x41
    case Register.gyroConfiguration, Register.accelerometerConfiguration: 0x01
    default: 0x00
    }
  }

  var bank: Int { Int(registers[Register.bankSelect] >> 4 & 3) }

  mutating func load(_ register: Int, _ value: UInt8) {
    registers.load(register, value, isMeasured: Self.isMeasured(register))
  }

  mutating func reset() {
    let pointer = registers.pointer
    registers.clear()
    registers.pointer = pointer
    for register in [
      Register.identity, Register.lowPower, Register.power1, Register.gyroConfiguration,
      Register.accelerometerConfiguration,
    ] { registers.measure(register, Self.resetValue(register)) }
    clock.restart()
  }

  /// BYPASS_EN, while the auxiliary master is off: the magnetometer is on the host's bus.
  var isBypassed: Bool {
    registers[Register.pinConfiguration] & 0x02 != 0 && !isMasterOn
  }
  private var isMasterOn: Bool { registers[Register.userControl] & 0x20 != 0 }
  private var isAsleep: Bool { registers[Register.power1] & 0x40 != 0 }

  // MARK: The bus

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) -> AuxiliaryTransfer? {
    if expectsPointer {
      expectsPointer = false
      registers.pointer = byte & 0x7F
      return nil
    }
    let register = bank << 8 | Int(registers.pointer)
    registers.pointer = (registers.pointer + 1) & 0x7F
    switch register {
    case _ where register & 0xFF == Register.bankSelect:
      registers[Register.bankSelect] = byte & 0x30
    case Register.power1 where byte & 0x80 != 0: reset()
    case Register.power1:
      registers[register] = byte
      clock.restart(at: now)
    case Register.userControl: registers[register] = byte & 0xF1  // the resets clear themselves
    case Register.slave4Control:
      registers[register] = byte
      return byte & 0x80 != 0 ? slave4() : nil
    case Register.gyroDivider:
      registers[register] = byte
      clock.restart(at: now)
    case Register.identity, Register.masterStatus...0x052, Register.slave4Input: break
    default: registers[register] = byte
    }
    return nil
  }

  mutating func read() -> UInt8 {
    let isBank = Int(registers.pointer) == Register.bankSelect
    let register = isBank ? Register.bankSelect : bank << 8 | Int(registers.pointer)
    let byte = registers[register]
    // I2C_MST_STATUS and INT_STATUS_1: reading clears.
    if register == Register.masterStatus || register == Register.interruptStatus {
      registers.measure(register, 0)
    }
    registers.pointer = (registers.pointer + 1) & 0x7F
    return byte
  }

  // MARK: Measurement

  /// The number of the sample that passed since the last time, or 0.
  mutating func dueSample(at now: MonotonicInstant) -> Int64 {
    guard !isAsleep else { return 0 }
    let rate = 1100 / (1 + Double(registers[Register.gyroDivider]))
    return clock.take(hertz: rate, at: now)
  }

  mutating func sample(_ state: InertialState) {
    let gyro = Int(registers[Register.gyroConfiguration] >> 1 & 3)
    let acceleration = Int(registers[Register.accelerometerConfiguration] >> 1 & 3)
    registers.measure(
      Register.acceleration, state.specificForce,
      perUnit: Double(16384 >> acceleration) / 9.80665, isBigEndian: true)
    registers.measure(
      Register.gyro, state.angularVelocity, perUnit: Self.gyroCounts[gyro] * 180 / Double.pi,
      isBigEndian: true)
    registers.measure(
      Register.temperature, word: InertialRegisters.word((state.celsius - 21) * 333.87),
      isBigEndian: true)
    registers.measure(Register.interruptStatus, 0x01)
  }

  // MARK: The auxiliary master

  /// What slave 0 does, if a sample passed of those in which it has a turn (I2C_SLV0_CTRL,
  /// I2C_MST_DELAY_CTRL).
  func slave0(samples: Range<Int64>) -> AuxiliaryTransfer? {
    let control = registers[Register.slave0 + 2]
    guard isMasterOn, control & 0x80 != 0 else { return nil }
    if registers[Register.delayControl] & 0x01 != 0 {
      let interval = Int64(registers[Register.slave4Control] & 0x1F) + 1
      let last = (samples.upperBound - 1) / interval * interval
      guard samples.contains(last) else { return nil }
    }
    let address = registers[Register.slave0]
    return AuxiliaryTransfer(
      slave: 0, address: address & 0x7F, register: registers[Register.slave0 + 1],
      isRead: address & 0x80 != 0, count: Int(control & 0x0F),
      output: registers[Register.slave0 + 3])
  }

  private func slave4() -> AuxiliaryTransfer? {
    guard isMasterOn else { return nil }
    let address = registers[Register.slave4]
    return AuxiliaryTransfer(
      slave: 4, address: address & 0x7F, register: registers[Register.slave4 + 1],
      isRead: address & 0x80 != 0, count: 1, output: registers[Register.slave4Output])
  }

  /// A byte that a slave gave.
  mutating func take(_ byte: UInt8, index: Int, of transfer: AuxiliaryTransfer) {
    let register = transfer.slave == 0 ? Register.external + index : Register.slave4Input
    registers.measure(register, byte)
  }

  /// The end of a transfer.
  mutating func finish(_ transfer: AuxiliaryTransfer, isAcknowledged: Bool) {
    var status = registers[Register.masterStatus]
    if transfer.slave == 4 {
      registers[Register.slave4Control] &= 0x7F
      status |= isAcknowledged ? 0x40 : 0x50
    } else if !isAcknowledged {
      status |= 0x01
    }
    registers.measure(Register.masterStatus, status)
  }
}
