extension MPU6050 {
  /// The registers this driver uses, 8 bits. Source: RM-MPU-6000A-00 4.2, section 3.
  public enum Register: UInt8, Sendable {
    /// SMPLRT_DIV: 1 kHz over one more than it.
    case sampleRateDivider = 0x19
    /// CONFIG: the low-pass filter.
    case configuration = 0x1A
    /// GYRO_CONFIG: range.
    case gyroConfiguration = 0x1B
    /// ACCEL_CONFIG: range.
    case accelerometerConfiguration = 0x1C
    /// INT_ENABLE.
    case interruptEnable = 0x38
    /// INT_STATUS; the measurements follow it.
    case interruptStatus = 0x3A
    /// SIGNAL_PATH_RESET.
    case signalPathReset = 0x68
    /// PWR_MGMT_1: reset, sleep, clock.
    case power = 0x6B
    /// WHO_AM_I.
    case identity = 0x75

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .sampleRateDivider: "SMPLRT_DIV"
      case .configuration: "CONFIG"
      case .gyroConfiguration: "GYRO_CONFIG"
      case .accelerometerConfiguration: "ACCEL_CONFIG"
      case .interruptEnable: "INT_ENABLE"
      case .interruptStatus: "INT_STATUS"
      case .signalPathReset: "SIGNAL_PATH_RESET"
      case .power: "PWR_MGMT_1"
      case .identity: "WHO_AM_I"
      }
    }
  }

  /// What a board sold as MPU-6050 carries, by WHO_AM_I. The registers that this driver uses are the
  /// same; the thermometers differ.
  public enum Part: UInt8, Sendable, BitwiseCopyable {
    case mpu6050 = 0x68
    case mpu6500 = 0x70
    case mpu9250 = 0x71
    case icm20689 = 0x98
  }

  /// Values of single registers.
  enum Bits {
    /// PWR_MGMT_1.DEVICE_RESET.
    static let reset: UInt8 = 0x80
    /// PWR_MGMT_1: awake, clocked by the X gyroscope's PLL (register 107 recommends it).
    static let awake: UInt8 = 0x01
    /// SIGNAL_PATH_RESET: gyroscope, accelerometer, temperature.
    static let signalPaths: UInt8 = 0x07
    /// INT_ENABLE.DATA_RDY_EN and INT_STATUS.DATA_RDY_INT.
    static var dataReady: UInt8 {
      @_noAllocation @_noLocks
      get { 0x01 }
    }
  }
}
