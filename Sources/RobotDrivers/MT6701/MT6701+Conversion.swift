public import RobotUnits

extension MT6701 {
  /// Counts of one turn.
  public static let countsPerTurn = 16384

  /// The number in the two angle registers: the first holds bits 13...6, the second bits 5...0 at its
  /// left. Real-time: yes.
  @_noAllocation @_noLocks
  public static func counts(high: UInt8, low: UInt8) -> UInt16 {
    UInt16(high) << 6 | UInt16(low) >> 2
  }

  /// The angle of `counts`: 2π / 16 384 = 0.021 972 656 25° each. Range: 0..<2π for a 14-bit count.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func angle(counts: UInt16) -> Angle {
    Angle(radians: Double(counts) * (2 * 3.141_592_653_589_793 / 16384))
  }
}
