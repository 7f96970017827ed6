extension VL6180X {
  /// The registers this driver uses, of eight bits each at addresses of sixteen, high byte first. The
  /// tuning registers of AN4545 have no names and are in `tuning`. Source: datasheet, section 6.2.
  public enum Register: UInt16, Sendable {
    /// IDENTIFICATION__MODEL_ID, 0xB4.
    case model = 0x0000
    /// SYSTEM__MODE_GPIO1.
    case gpio1 = 0x0011
    /// SYSTEM__INTERRUPT_CONFIG_GPIO: what raises the interrupt status.
    case interruptConfiguration = 0x0014
    /// SYSTEM__INTERRUPT_CLEAR, write only.
    case interruptClear = 0x0015
    /// SYSTEM__FRESH_OUT_OF_RESET: 1 until the host writes 0.
    case freshOutOfReset = 0x0016
    /// SYSRANGE__START: start and stop, single or continuous.
    case start = 0x0018
    /// SYSRANGE__INTERMEASUREMENT_PERIOD: (period / 10 ms) - 1.
    case period = 0x001B
    /// SYSRANGE__MAX_CONVERGENCE_TIME [ms], six bits.
    case convergence = 0x001C
    /// SYSRANGE__VHV_RECALIBRATE: bit 0 recalibrates once and clears itself.
    case recalibrate = 0x002E
    /// SYSRANGE__VHV_REPEAT_RATE: ranges between recalibrations.
    case recalibrationRate = 0x0031
    /// RESULT__RANGE_STATUS: error in bits 7...4, ready for a command in bit 0.
    case rangeStatus = 0x004D
    /// RESULT__INTERRUPT_STATUS_GPIO: error in bits 7...6, range in bits 2...0.
    case interruptStatus = 0x004F
    /// RESULT__RANGE_VAL [mm].
    case range = 0x0062
    /// READOUT__AVERAGING_SAMPLE_PERIOD: 1.3 ms + 64.5 µs each.
    case averaging = 0x010A

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .model: "IDENTIFICATION__MODEL_ID"
      case .gpio1: "SYSTEM__MODE_GPIO1"
      case .interruptConfiguration: "SYSTEM__INTERRUPT_CONFIG_GPIO"
      case .interruptClear: "SYSTEM__INTERRUPT_CLEAR"
      case .freshOutOfReset: "SYSTEM__FRESH_OUT_OF_RESET"
      case .start: "SYSRANGE__START"
      case .period: "SYSRANGE__INTERMEASUREMENT_PERIOD"
      case .convergence: "SYSRANGE__MAX_CONVERGENCE_TIME"
      case .recalibrate: "SYSRANGE__VHV_RECALIBRATE"
      case .recalibrationRate: "SYSRANGE__VHV_REPEAT_RATE"
      case .rangeStatus: "RESULT__RANGE_STATUS"
      case .interruptStatus: "RESULT__INTERRUPT_STATUS_GPIO"
      case .range: "RESULT__RANGE_VAL"
      case .averaging: "READOUT__AVERAGING_SAMPLE_PERIOD"
      }
    }
  }

  /// Values of registers.
  enum Bits {
    static let model: UInt8 = 0xB4
    /// SYSRANGE__START: start or, while ranging, stop. The chip clears it.
    static let startStop: UInt8 = 0x01
    /// SYSRANGE__START: again and again.
    static let continuous: UInt8 = 0x02
    /// SYSTEM__INTERRUPT_CONFIG_GPIO: a new range sample, no ALS.
    static let newRange: UInt8 = 0x04
    /// SYSTEM__INTERRUPT_CLEAR: range, ALS and error.
    static let clearAll: UInt8 = 0x07
    /// RESULT__RANGE_STATUS: a command may come.
    static let ready: UInt8 = 0x01
    /// 48 samples, 4.4 ms: the value that AN4545 recommends.
    static let averaging: UInt8 = 0x30
    /// A recalibration every 255 ranges, as AN4545 recommends.
    static let recalibrationRate: UInt8 = 0xFF
    /// GPIO1 is an output of interrupts, active low.
    static let gpio1: UInt8 = 0x10
  }

  /// The last byte of a burst over the results, from RESULT__RANGE_STATUS to RESULT__RANGE_VAL.
  static var burst: Int {
    @_noAllocation @_noLocks
    get { 22 }
  }
}
