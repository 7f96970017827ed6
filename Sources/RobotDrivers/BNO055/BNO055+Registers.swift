extension BNO055 {
  /// The registers of page 0 that this driver uses, 8 bits. Source: BST-BNO055-DS000 1.8, table 4-2.
  public enum Register: UInt8, Sendable {
    /// CHIP_ID; the identities of the sensors, revisions and PAGE_ID follow.
    case identity = 0x00
    /// PAGE_ID, in both pages.
    case page = 0x07
    /// ACC_DATA_X_LSB; all measurements, the calibration and the status follow.
    case measurements = 0x08
    /// ST_RESULT of the self-test at power-on.
    case selfTest = 0x36
    /// SYS_STATUS; SYS_ERR follows.
    case status = 0x39
    /// UNIT_SEL.
    case units = 0x3B
    /// OPR_MODE.
    case mode = 0x3D
    /// PWR_MODE.
    case power = 0x3E
    /// SYS_TRIGGER.
    case trigger = 0x3F
    /// AXIS_MAP_CONFIG.
    case axisMap = 0x41
    /// AXIS_MAP_SIGN.
    case axisSign = 0x42

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .identity: "CHIP_ID"
      case .page: "PAGE_ID"
      case .measurements: "ACC_DATA"
      case .selfTest: "ST_RESULT"
      case .status: "SYS_STATUS"
      case .units: "UNIT_SEL"
      case .mode: "OPR_MODE"
      case .power: "PWR_MODE"
      case .trigger: "SYS_TRIGGER"
      case .axisMap: "AXIS_MAP_CONFIG"
      case .axisSign: "AXIS_MAP_SIGN"
      }
    }
  }

  /// What is fused; the value is OPR_MODE (table 3-5).
  public enum Mode: UInt8, Sendable, BitwiseCopyable {
    /// Accelerometer and gyroscope: the heading starts at zero and drifts, no magnet disturbs it.
    case imu = 0x08
    /// All three sensors, without the fast calibration of the magnetometer.
    case ndofWithoutFastCalibration = 0x0B
    /// All three sensors: the heading is magnetic.
    case ndof = 0x0C

    /// Whether the magnetometer takes part.
    public var hasMagnetometer: Bool {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .imu: false
        case .ndofWithoutFastCalibration, .ndof: true
        }
      }
    }
  }

  /// Values of SYS_STATUS (section 4.3.58).
  enum Status {
    static var idle: UInt8 { @_noAllocation @_noLocks get { 0 } }
    static var error: UInt8 { @_noAllocation @_noLocks get { 1 } }
    static var selfTest: UInt8 { @_noAllocation @_noLocks get { 4 } }
    static var fusion: UInt8 { @_noAllocation @_noLocks get { 5 } }
    static var withoutFusion: UInt8 { @_noAllocation @_noLocks get { 6 } }
  }

  /// Values of control registers.
  enum Bits {
    /// OPR_MODE: the only mode in which settings may be changed.
    static let configurationMode: UInt8 = 0x00
    /// SYS_TRIGGER.RST_SYS.
    static let reset: UInt8 = 0x20
    /// SYS_TRIGGER.CLK_SEL: an external crystal.
    static let externalCrystal: UInt8 = 0x80
    /// UNIT_SEL: m/s², degrees per second, degrees, °C; Android's pitch.
    static let units: UInt8 = 0x80
    /// AXIS_MAP_CONFIG of placement P1, the default: no axis is changed.
    static let axisMap: UInt8 = 0x24
    /// ST_RESULT: accelerometer, magnetometer, gyroscope, processor are well.
    static let selfTestPassed: UInt8 = 0x0F
  }
}
