extension MPR121 {
  /// The registers this driver uses, 8 bits; a burst runs on to the next. Source: NXP MPR121 rev 4,
  /// table 2.
  public enum Register: UInt8, Sendable {
    /// Touch status of electrodes 0...7, followed by that of 8...11 with OVCF.
    case touch = 0x00
    /// OVCF (7), proximity (4), electrodes 11...8.
    case touchHigh = 0x01
    /// MHD rising, the first of eleven baseline filters.
    case baselineFilters = 0x2B
    /// Touch threshold of electrode 0, followed by its release threshold and the other electrodes'.
    case thresholds = 0x41
    /// DR (6...4) and DT (2...0).
    case debounce = 0x5B
    /// FFI (7...6), CDC (5...0).
    case configuration1 = 0x5C
    /// CDT (7...5), SFI (4...3), ESI (2...0).
    case configuration2 = 0x5D
    /// CL (7...6), proximity (5...4), electrodes (3...0). 0 is stopped.
    case electrodes = 0x5E
    /// Auto-configuration: FFI, retry, BVA, ARE, ACE; followed by its second register and the limits.
    case autoConfiguration = 0x7B
    /// USL, followed by LSL and TL.
    case limits = 0x7D
    /// Takes 0x63.
    case softReset = 0x80

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .touch: "TOUCH_STATUS"
      case .touchHigh: "TOUCH_STATUS_2"
      case .baselineFilters: "MHDR...FDLT"
      case .thresholds: "TOUCH_TH...RELEASE_TH"
      case .debounce: "DEBOUNCE"
      case .configuration1: "CONFIG1"
      case .configuration2: "CONFIG2"
      case .electrodes: "ECR"
      case .autoConfiguration: "AUTOCONFIG0"
      case .limits: "USL...TL"
      case .softReset: "SOFT_RESET"
      }
    }
  }

  /// Bits of the status that a burst from 0x00 begins with.
  enum StatusBits {
    /// OVCF in 0x01: overcurrent on REXT. The chip has stopped and measures nothing.
    static var overcurrent: UInt8 { @_noAllocation @_noLocks get { 0x80 } }
    /// ACFF and ARFF in 0x03: the auto-configuration, or its repetition, failed.
    static var autoConfigurationFailed: UInt8 { @_noAllocation @_noLocks get { 0xC0 } }
  }
}
