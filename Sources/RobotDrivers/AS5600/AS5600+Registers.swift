extension AS5600 {
  /// The registers this driver uses; words by their high byte. BURN (0xFF), ZPOS, MPOS and MANG are
  /// missing on purpose. Source: ams AS5600 v1-06, figure 21.
  public enum Register: UInt8, Sendable {
    /// CONF, 14 bits of settings.
    case configuration = 0x07
    /// STATUS, the magnet flags.
    case status = 0x0B
    /// RAW_ANGLE, 12 bits, neither scaled nor with hysteresis.
    case rawAngle = 0x0C
    /// AGC, followed by MAGNITUDE.
    case gain = 0x1A

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .configuration: "CONF"
      case .status: "STATUS"
      case .rawAngle: "RAW_ANGLE"
      case .gain: "AGC"
      }
    }
  }

  /// The STATUS register. Its other bits are undefined and masked out.
  public struct Status: Hashable, Sendable, BitwiseCopyable {
    /// MD: there is a magnet. Without it the angle means nothing.
    public let magnetDetected: Bool
    /// ML: the magnet is too weak, or too far.
    public let tooWeak: Bool
    /// MH: the magnet is too strong, or too near.
    public let tooStrong: Bool

    /// The flags of a STATUS byte. Real-time: yes.
    @_noAllocation @_noLocks
    public init(byte: UInt8) {
      magnetDetected = byte & 0x20 != 0
      tooWeak = byte & 0x10 != 0
      tooStrong = byte & 0x08 != 0
    }
  }

  /// Bits of CONF.
  enum ConfigurationBits {
    /// What the driver sets: power mode (1...0), hysteresis (3...2), slow filter (9...8) and watchdog
    /// (13). Output stage, PWM, fast filter and the two factory bits stay.
    static var owned: UInt16 {
      @_noAllocation @_noLocks
      get { 0x230F }
    }
  }
}
