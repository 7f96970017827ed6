extension ADS1x15 {
  /// The registers, 16 bits, most significant byte first. There is no burst over registers. Source: TI
  /// SBAS444, table "Register Address".
  public enum Register: UInt8, Sendable {
    /// The last finished conversion.
    case conversion = 0x00
    /// CONFIG: start, input, gain, mode, rate, comparator.
    case configuration = 0x01
    /// LO_THRESH: the comparator is off, so it holds a mark of ours.
    case lowThreshold = 0x02

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .conversion: "CONVERSION"
      case .configuration: "CONFIG"
      case .lowThreshold: "LO_THRESH"
      }
    }
  }

  /// Bits of CONFIG.
  enum ConfigurationBits {
    /// Written: start a conversion. Read: the chip is idle.
    static var idle: UInt16 { @_noAllocation @_noLocks get { 0x8000 } }
    /// What the power-on leaves, without `idle`.
    static var reset: UInt16 { @_noAllocation @_noLocks get { 0x0583 } }
    /// Single-shot mode, and COMP_QUE = 3: the comparator is off.
    static var fixed: UInt16 { @_noAllocation @_noLocks get { 0x0103 } }
    /// COMP_POL, without effect while the comparator is off: always set by this driver and never by a
    /// power-on.
    static var ours: UInt16 { @_noAllocation @_noLocks get { 0x0008 } }
    /// COMP_LAT, without effect while the comparator is off: alternates from round to round, so that a
    /// start that the chip did not hear is seen even with one input.
    static var oddRound: UInt16 { @_noAllocation @_noLocks get { 0x0004 } }
  }
}
