extension AS5048B {
  /// The registers this driver uses. PROG (0x03) is missing on purpose. Source: ams AS5048B v1-11,
  /// figure 26.
  public enum Register: UInt8, Sendable {
    /// The five upper bits of the chip's address, the first of them inverted.
    case address = 0x15
    /// Zero position, bits 13...6.
    case zeroHigh = 0x16
    /// Zero position, bits 5...0.
    case zeroLow = 0x17
    /// AGC, followed by diagnostics, magnitude and angle.
    case gain = 0xFA
    /// Diagnostics.
    case diagnostics = 0xFB

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .address: "I2C slave address"
      case .zeroHigh: "OTP zero position high"
      case .zeroLow: "OTP zero position low"
      case .gain: "automatic gain control"
      case .diagnostics: "diagnostics"
      }
    }
  }

  /// The diagnostics register (0xFB).
  public struct Diagnostics: Hashable, Sendable, BitwiseCopyable {
    /// OCF: offset compensation has finished; until then, at most 10 ms after power-on, nothing counts.
    public let isCompensated: Bool
    /// COF: the CORDIC overflowed; angle and magnitude mean nothing.
    public let overflows: Bool
    /// COMP low: the field is too strong, or the magnet too near.
    public let tooStrong: Bool
    /// COMP high: the field is too weak, or the magnet too far.
    public let tooWeak: Bool

    /// The flags of a diagnostics byte. Real-time: yes.
    @_noAllocation @_noLocks
    public init(byte: UInt8) {
      isCompensated = byte & 0x01 != 0
      overflows = byte & 0x02 != 0
      tooStrong = byte & 0x04 != 0
      tooWeak = byte & 0x08 != 0
    }
  }
}
