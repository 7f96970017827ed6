extension MLX90393 {
  /// The registers this driver uses, 16 bits, most significant byte first. Source: datasheet, "Memory
  /// Map".
  public enum Register: UInt8, Sendable {
    /// HALLCONF 3...0, GAIN_SEL 6...4, Z_SERIES 7, BIST 8.
    case analog = 0x00
    /// BURST_DATA_RATE 5...0, BURST_SEL 9...6, TCMP_EN 10, EXT_TRIG 11, WOC_DIFF 12, COMM_MODE 14...13,
    /// TRIG_INT 15.
    case mode = 0x01
    /// OSR 1...0, DIG_FILT 4...2, RES_X 6...5, RES_Y 8...7, RES_Z 10...9, OSR2 12...11.
    case filter = 0x02
    /// What is subtracted from X; from 0x8000 where TCMP_EN is set.
    case offsetX = 0x04
    /// The same for Y.
    case offsetY = 0x05
    /// The same for Z.
    case offsetZ = 0x06
    /// What the temperature reads at 35 °C, from the factory.
    case temperatureReference = 0x24

    /// A name that a person finds in the datasheet.
    public var name: String {
      switch self {
      case .analog: "CONF0 (GAIN_SEL, HALLCONF)"
      case .mode: "CONF1 (TCMP_EN, BURST_SEL)"
      case .filter: "CONF2 (RES, OSR, DIG_FILT)"
      case .offsetX: "OFFSET_X"
      case .offsetY: "OFFSET_Y"
      case .offsetZ: "OFFSET_Z"
      case .temperatureReference: "TREF"
      }
    }

    /// The bits that the driver sets; the others are the factory's.
    var owned: UInt16 {
      switch self {
      case .analog: 0x01FF
      case .mode, .filter: 0x1FFF
      case .offsetX, .offsetY, .offsetZ: 0xFFFF
      case .temperatureReference: 0
      }
    }
  }

  /// The commands this driver gives. HS (0xE0), which writes the lasting memory, is missing on purpose.
  /// Source: datasheet, "Command List".
  public enum Command: UInt8, Sendable {
    /// SB: measure again and again; the low four bits are Z, Y, X and temperature.
    case startBurst = 0x10
    /// SM: measure once; the low four bits as above.
    case startMeasurement = 0x30
    /// RM: read; the low four bits as above.
    case readMeasurement = 0x40
    /// RR: read a register.
    case readRegister = 0x50
    /// WR: write a register.
    case writeRegister = 0x60
    /// EX: end whatever is measured.
    case exit = 0x80
    /// RT: reset.
    case reset = 0xF0
  }

  /// The status byte of every answer.
  public struct Status: Hashable, Sendable, BitwiseCopyable {
    /// The byte.
    public let byte: UInt8

    /// A status byte.
    @_noAllocation @_noLocks
    public init(byte: UInt8) { self.byte = byte }

    /// BURST_MODE: it measures again and again.
    public var isBurst: Bool { @_noAllocation @_noLocks get { byte & 0x80 != 0 } }
    /// SM_MODE: it measures once.
    public var isSingle: Bool { @_noAllocation @_noLocks get { byte & 0x20 != 0 } }
    /// ERROR: the command was refused; for RM also: nothing new was measured.
    public var isError: Bool { @_noAllocation @_noLocks get { byte & 0x10 != 0 } }
    /// SED: the lasting memory has an error that was corrected.
    public var isCorrected: Bool { @_noAllocation @_noLocks get { byte & 0x08 != 0 } }
    /// RS: the chip was reset since the last status.
    public var wasReset: Bool { @_noAllocation @_noLocks get { byte & 0x04 != 0 } }
    /// D1...D0, in an answer to RM: the words that follow.
    public var words: Int { @_noAllocation @_noLocks get { Int(byte & 0x03) + 1 } }
  }
}
