extension DRV8830 {
  /// The registers of the chip. Source: SLVSAB2G, section 7.6.
  public enum Register: UInt8, Sendable {
    /// CONTROL: VSET in bits 7...2, IN2 in 1, IN1 in 0.
    case control = 0x00
    /// FAULT: CLEAR in bit 7, causes in 4...1, their sum in 0.
    case fault = 0x01

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .control: "CONTROL"
      case .fault: "FAULT"
      }
    }
  }

  /// The FAULT register.
  public struct Fault: Hashable, Sendable, BitwiseCopyable {
    /// The register.
    public let byte: UInt8

    /// The faults of a FAULT byte. Real-time: yes.
    @_noAllocation @_noLocks
    public init(byte: UInt8) { self.byte = byte }

    /// ILIMIT: the current limit held for about 275 ms. The motor is still driven.
    public var currentLimit: Bool {
      @_noAllocation @_noLocks
      get { byte & 0x10 != 0 }
    }
    /// OTS: too hot. The bridge is open until the chip has cooled.
    public var overTemperature: Bool {
      @_noAllocation @_noLocks
      get { byte & 0x08 != 0 }
    }
    /// UVLO: the supply is, or was, too low. The bridge is open meanwhile.
    public var underVoltage: Bool {
      @_noAllocation @_noLocks
      get { byte & 0x04 != 0 }
    }
    /// OCP: a short. The bridge is open until FAULT is cleared.
    public var overCurrent: Bool {
      @_noAllocation @_noLocks
      get { byte & 0x02 != 0 }
    }
    /// Any of them.
    public var isAny: Bool {
      @_noAllocation @_noLocks
      get { byte & 0x1F != 0 }
    }
    /// Whether the chip can have given this byte: its bits 7...5 read 0.
    public var isPlausible: Bool {
      @_noAllocation @_noLocks
      get { byte & 0xE0 == 0 }
    }
  }
}
