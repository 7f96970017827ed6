public import RobotHAL

extension VL6180X {
  /// Why there is no range. Source: datasheet, section 6.2.37, RESULT__RANGE_ERROR_CODE.
  public enum RangeError: Hashable, Sendable, BitwiseCopyable {
    /// There is one.
    case none
    /// 1 to 5: the laser driver or the PLL failed; the sensor needs service.
    case system
    /// 6, 7, 11: nothing came back, or too little against the ambient light.
    case noTarget
    /// 8 and 12 to 15: ignored, or beyond the ends of the arithmetic.
    case outOfRange
    /// 9 and 10: not assigned.
    case unknown

    /// The error in the upper nibble of RESULT__RANGE_STATUS. Real-time: yes.
    @_noAllocation @_noLocks
    public init(status: UInt8) {
      switch status >> 4 {
      case 0: self = .none
      case 1...5: self = .system
      case 6, 7, 11: self = .noTarget
      case 9, 10: self = .unknown
      default: self = .outOfRange
      }
    }
  }

  /// A burst over the results.
  public struct Sample: Hashable, Sendable, BitwiseCopyable {
    /// RESULT__RANGE_VAL [mm]. Means something only with `isNew` and without `error`.
    public let counts: UInt8
    /// Why there is no range.
    public let error: RangeError
    /// The error of the interrupt status: 1 laser safety, 2 and 3 PLL.
    public let interruptError: UInt8
    /// Whether the interrupt status is "new sample ready". Compared as a number: a bus that nobody
    /// drives reads 7, which has that bit too.
    public let isNew: Bool
  }

  /// The sample in the reply to the burst; `nil` for another length and for bits that are all alike.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func decode(_ reply: Reply) -> Sample? {
    guard reply.count == burst, !reply.isAll(0x00), !reply.isAll(0xFF) else { return nil }
    let interrupt = reply[2]
    return Sample(
      counts: reply[burst - 1], error: RangeError(status: reply[0]),
      interruptError: interrupt >> 6, isNew: interrupt & 0x07 == 4)
  }
}
