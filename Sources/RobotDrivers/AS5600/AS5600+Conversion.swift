public import RobotUnits

extension AS5600 {
  /// Counts of one turn.
  public static let countsPerTurn = 4096

  /// The angle of `counts`: 2π / 4096 = 0.087 890 625° each. Range: 0..<2π for a 12-bit count.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func angle(counts: UInt16) -> Angle {
    Angle(radians: Double(counts) * (2 * 3.141_592_653_589_793 / 4096))
  }
}
