extension MLX90393 {
  /// How a word of an axis counts.
  public enum Coding: UInt8, Sendable, BitwiseCopyable {
    /// RES 0 and 1: two's complement, ±32 768.
    case signed
    /// RES 2: from 0x8000, ±22 000.
    case from8000
    /// RES 3: from 0x4000, ±11 000.
    case from4000
    /// RES 0 and 1 with temperature compensation: from 0x8000, ±32 768.
    case compensated

    /// The counts of `word`. Real-time: yes.
    @_noAllocation @_noLocks
    public func counts(_ word: UInt16) -> Int {
      switch self {
      case .signed: Int(Int16(bitPattern: word))
      case .from8000, .compensated: Int(word) - 0x8000
      case .from4000: Int(word) - 0x4000
      }
    }

    /// The most counts to either side that the converter gives; these and more are clipped.
    /// Source: datasheet, "RES_XYZ".
    public var limit: Int {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .signed, .compensated: 32767
        case .from8000: 22000
        case .from4000: 11000
        }
      }
    }
  }

  /// The temperature of a word: 35 °C at the factory's reference, 45.2 counts each [°C].
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(counts: UInt16, reference: UInt16) -> Double {
    35 + Double(Int(counts) - Int(reference)) / 45.2
  }
}
