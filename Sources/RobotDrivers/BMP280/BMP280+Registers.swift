extension BMP280 {
  /// The registers this driver uses. Source: BST-BMP280-DS001, table 18.
  public enum Register: UInt8, Sendable {
    /// dig_T1, the first of twelve trim words, low byte first.
    case trim = 0x88
    /// id: 0x58.
    case identity = 0xD0
    /// reset, write only.
    case reset = 0xE0
    /// status: trim values are being copied in bit 0, a conversion runs in bit 3.
    case status = 0xF3
    /// ctrl_meas: oversampling and mode.
    case control = 0xF4
    /// config: standby time and filter.
    case configuration = 0xF5
    /// press_msb, the first of six measured bytes.
    case data = 0xF7

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .trim: "calib00"
      case .identity: "id"
      case .reset: "reset"
      case .status: "status"
      case .control: "ctrl_meas"
      case .configuration: "config"
      case .data: "press_msb"
      }
    }
  }

  /// Values of registers.
  enum Bits {
    static let identity: UInt8 = 0x58
    static let reset: UInt8 = 0xB6
    /// status.im_update.
    static let copying: UInt8 = 0x01
    /// ctrl_meas.mode: measure again and again.
    static let normal: UInt8 = 0x03
  }

  /// What press and temp read where nothing was measured (section 4.3.6).
  static var skipped: Int {
    @_noAllocation @_noLocks
    get { 0x80000 }
  }
}
