extension LSM6DSO {
  /// The registers this driver uses, 8 bits. Source: DS12140 section 9.
  public enum Register: UInt8, Sendable {
    /// WHO_AM_I, 0x6C.
    case identity = 0x0F
    /// CTRL1_XL: the accelerometer's rate and range.
    case accelerometer = 0x10
    /// CTRL2_G: the gyroscope's rate and range.
    case gyroscope = 0x11
    /// CTRL3_C: reset, block data update, address increment.
    case control3 = 0x12
    /// CTRL9_XL: I3C.
    case control9 = 0x18
    /// STATUS_REG; a reserved byte and the measurements follow it.
    case status = 0x1E

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .identity: "WHO_AM_I"
      case .accelerometer: "CTRL1_XL"
      case .gyroscope: "CTRL2_G"
      case .control3: "CTRL3_C"
      case .control9: "CTRL9_XL"
      case .status: "STATUS_REG"
      }
    }
  }

  /// The range of the accelerometer, either way; its value is FS_XL (DS12140 section 9.12).
  public enum AccelerationRange: UInt8, Sendable, BitwiseCopyable {
    case g2 = 0
    case g16 = 1
    case g4 = 2
    case g8 = 3

    /// The range in standard gravities.
    public var g: Int {
      switch self {
      case .g2: 2
      case .g4: 4
      case .g8: 8
      case .g16: 16
      }
    }

    /// One count [m/s²]: 0.061 mg at ±2 g (DS12140 table 2, LA_So).
    public var scale: Double {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .g2: 0.061e-3 * InertialWords.gravity
        case .g4: 0.122e-3 * InertialWords.gravity
        case .g8: 0.244e-3 * InertialWords.gravity
        case .g16: 0.488e-3 * InertialWords.gravity
        }
      }
    }
  }

  /// The range of the gyroscope, either way; its value is FS_G and FS_125 (DS12140 section 9.13).
  public enum AngularVelocityRange: UInt8, Sendable, BitwiseCopyable {
    case dps125 = 0b001
    case dps250 = 0b000
    case dps500 = 0b010
    case dps1000 = 0b100
    case dps2000 = 0b110

    /// The range in degrees per second.
    public var degreesPerSecond: Int {
      switch self {
      case .dps125: 125
      case .dps250: 250
      case .dps500: 500
      case .dps1000: 1000
      case .dps2000: 2000
      }
    }

    /// One count [rad/s]: 4.375 mdps at ±125 dps (DS12140 table 2, G_So).
    public var scale: Double {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .dps125: 4.375e-3 * InertialWords.degree
        case .dps250: 8.75e-3 * InertialWords.degree
        case .dps500: 17.5e-3 * InertialWords.degree
        case .dps1000: 35e-3 * InertialWords.degree
        case .dps2000: 70e-3 * InertialWords.degree
        }
      }
    }
  }

  /// STATUS_REG (DS12140 section 9.26).
  enum Status {
    /// XLDA.
    static var acceleration: UInt8 {
      @_noAllocation @_noLocks
      get { 0x01 }
    }
    /// GDA.
    static var angularVelocity: UInt8 {
      @_noAllocation @_noLocks
      get { 0x02 }
    }
    /// TDA; the thermometer is slower than the rest.
    static var temperature: UInt8 {
      @_noAllocation @_noLocks
      get { 0x04 }
    }
    /// Bits that are 0.
    static var unused: UInt8 {
      @_noAllocation @_noLocks
      get { 0xF8 }
    }
  }

  /// Values of control registers.
  enum Bits {
    /// CTRL3_C: SW_RESET, with IF_INC as the chip starts.
    static let reset: UInt8 = 0x05
    /// CTRL3_C.SW_RESET, 1 until the reset is over.
    static let isResetting: UInt8 = 0x01
    /// CTRL3_C: BDU and IF_INC.
    static let control3: UInt8 = 0x44
    /// CTRL9_XL: I3C_disable, which is bit 1, and the defaults of the DEN bits.
    static let control9: UInt8 = 0xE2
  }
}
