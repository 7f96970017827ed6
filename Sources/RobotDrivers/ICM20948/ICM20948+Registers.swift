extension ICM20948 {
  /// The registers this driver uses, as bank · 256 + address. Source: DS-000189 sections 7 to 11.
  public enum Register: UInt16, Sendable {
    case identity = 0x000
    case userControl = 0x003
    case lowPower = 0x005
    case power1 = 0x006
    case power2 = 0x007
    case interruptPin = 0x00F
    case interruptEnable1 = 0x011
    case masterStatus = 0x017
    case gyroDivider = 0x200
    case gyroConfiguration = 0x201
    case alignment = 0x209
    case accelerometerDividerHigh = 0x210
    case accelerometerDividerLow = 0x211
    case accelerometerConfiguration = 0x214
    case masterControl = 0x301
    case delayControl = 0x302
    case slave0Address = 0x303
    case slave0Register = 0x304
    case slave0Control = 0x305
    case slave4Address = 0x313
    case slave4Register = 0x314
    case slave4Control = 0x315
    case slave4Output = 0x316
    case slave4Input = 0x317

    /// The bank it is in.
    var bank: UInt8 { UInt8(rawValue >> 8) }
    /// Where it is in its bank.
    var address: UInt8 { UInt8(rawValue & 0xFF) }

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .identity: "WHO_AM_I"
      case .userControl: "USER_CTRL"
      case .lowPower: "LP_CONFIG"
      case .power1: "PWR_MGMT_1"
      case .power2: "PWR_MGMT_2"
      case .interruptPin: "INT_PIN_CFG"
      case .interruptEnable1: "INT_ENABLE_1"
      case .masterStatus: "I2C_MST_STATUS"
      case .gyroDivider: "GYRO_SMPLRT_DIV"
      case .gyroConfiguration: "GYRO_CONFIG_1"
      case .alignment: "ODR_ALIGN_EN"
      case .accelerometerDividerHigh: "ACCEL_SMPLRT_DIV_1"
      case .accelerometerDividerLow: "ACCEL_SMPLRT_DIV_2"
      case .accelerometerConfiguration: "ACCEL_CONFIG"
      case .masterControl: "I2C_MST_CTRL"
      case .delayControl: "I2C_MST_DELAY_CTRL"
      case .slave0Address: "I2C_SLV0_ADDR"
      case .slave0Register: "I2C_SLV0_REG"
      case .slave0Control: "I2C_SLV0_CTRL"
      case .slave4Address: "I2C_SLV4_ADDR"
      case .slave4Register: "I2C_SLV4_REG"
      case .slave4Control: "I2C_SLV4_CTRL"
      case .slave4Output: "I2C_SLV4_DO"
      case .slave4Input: "I2C_SLV4_DI"
      }
    }
  }

  /// REG_BANK_SEL, which is in every bank; the bank is in bits 5...4.
  static let bankSelect: UInt8 = 0x7F

  /// Values of control registers.
  enum Bits {
    /// PWR_MGMT_1.DEVICE_RESET.
    static let reset: UInt8 = 0x80
    /// PWR_MGMT_1: awake, best clock.
    static let awake: UInt8 = 0x01
    /// LP_CONFIG as it resets: the auxiliary master follows the sensors' rate.
    static let lowPower: UInt8 = 0x40
    /// USER_CTRL.I2C_MST_EN.
    static let masterEnable: UInt8 = 0x20
    /// I2C_MST_CTRL: STOP between reads, 345.6 kHz (DS-000189, I2C_MST_CLK).
    static let masterControl: UInt8 = 0x17
    /// I2C_SLV4_CTRL and I2C_SLV0_CTRL: enable.
    static let slaveEnable: UInt8 = 0x80
    /// I2C_MST_STATUS.I2C_SLV4_DONE and I2C_SLV4_NACK.
    static let slave4Done: UInt8 = 0x40
    static let slave4Refused: UInt8 = 0x10
    /// I2C_MST_STATUS.I2C_SLV0_NACK.
    static var slave0Refused: UInt8 {
      @_noAllocation @_noLocks
      get { 0x01 }
    }
    /// INT_ENABLE_1 and INT_STATUS_1: RAW_DATA_0_RDY.
    static var dataReady: UInt8 {
      @_noAllocation @_noLocks
      get { 0x01 }
    }
  }

  /// The magnetometer on the auxiliary bus.
  enum AK09916 {
    static let address: UInt8 = 0x0C
    /// WIA2, 0x09.
    static let identity: UInt8 = 0x01
    /// ST1; three words, a dummy and ST2 follow it.
    static let status1: UInt8 = 0x10
    /// CNTL2: the mode; 0 is power-down, 8 continuous at 100 Hz.
    static let control2: UInt8 = 0x31
    /// CNTL3: bit 0 resets.
    static let control3: UInt8 = 0x32
    /// ST1.DRDY.
    static var dataReady: UInt8 {
      @_noAllocation @_noLocks
      get { 0x01 }
    }
    /// ST2.HOFL: the sum of the axes exceeds 4912 µT.
    static var overflow: UInt8 {
      @_noAllocation @_noLocks
      get { 0x08 }
    }
  }
}
