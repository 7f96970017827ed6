extension Feetech {
  /// A family of servos. Real-time: yes.
  public enum Series: Hashable, Sendable, BitwiseCopyable {
    /// Low byte first ("protocol end 0"), 4096 counts of a whole turn.
    case sts
    /// High byte first ("protocol end 1"), 1024 counts of 300 degrees. It has no `syncRead`.
    case scs

    /// The word of two bytes in the order of their addresses.
    @_noAllocation @_noLocks
    public func word(_ first: UInt8, _ second: UInt8) -> UInt16 {
      switch self {
      case .sts: UInt16(second) << 8 | UInt16(first)
      case .scs: UInt16(first) << 8 | UInt16(second)
      }
    }

    /// The two bytes of `word` in the order of their addresses.
    @_noAllocation @_noLocks
    public func bytes(_ word: UInt16) -> (UInt8, UInt8) {
      let (low, high) = (UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8))
      return switch self {
      case .sts: (low, high)
      case .scs: (high, low)
      }
    }

    /// Counts of all that its encoder can tell apart: 4096 or 1024.
    public var counts: Int {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .sts: 4096
        case .scs: 1024
        }
      }
    }

    /// What a count is [rad]: 2 pi / 4096, or 300 degrees / 1024.
    public var radiansPerCount: Double {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .sts: 2 * 3.141_592_653_589_793 / 4096
        case .scs: 300.0 / 180 * 3.141_592_653_589_793 / 1024
        }
      }
    }

    /// Whether one request reads all servos of a line.
    public var readsTogether: Bool {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .sts: true
        case .scs: false
        }
      }
    }

    /// Registers of a sample from `presentPosition` on: up to `presentCurrent`, or up to `moving`.
    public var sampleCount: Int {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .sts: 15
        case .scs: 11
        }
      }
    }

    /// Where its LOCK is.
    var lockAddress: UInt8 {
      switch self {
      case .sts: Register.lock.rawValue
      case .scs: Register.torqueLimit.rawValue
      }
    }
  }
}
