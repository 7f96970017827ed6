public import RobotUnits

extension Feetech {
  /// A number with its sign in bit `bit` and its magnitude below. Minus nothing is nothing.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func signed(_ word: UInt16, signBit bit: Int) -> Int {
    let sign: UInt16 = 1 << UInt16(truncatingIfNeeded: bit)
    let magnitude = Int(word & (sign - 1))
    return word & sign != 0 ? -magnitude : magnitude
  }

  /// The word of `value` with its sign in bit `bit`; what is too large for it is as large as it can be.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func word(_ value: Int, signBit bit: Int) -> UInt16 {
    let sign: UInt16 = 1 << UInt16(truncatingIfNeeded: bit)
    let most = Int(sign - 1)
    let magnitude = UInt16(truncatingIfNeeded: min(max(value, -most), most).magnitude)
    return value < 0 ? sign | magnitude : magnitude
  }

  /// The angle of `counts` within one turn. Range: 0..<2 pi. Real-time: yes.
  @_noAllocation @_noLocks
  public static func angle(counts: Int, series: Series) -> Angle {
    // Both counts are powers of two, and & is the remainder that is never negative.
    Angle(radians: Double(counts & (series.counts - 1)) * series.radiansPerCount)
  }

  /// The nearest count to `radians`, within what the encoder can tell apart; 0 for what is no number.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func counts(radians: Double, series: Series) -> UInt16 {
    let most = Double(series.counts - 1)
    let counts = radians / series.radiansPerCount + 0.5
    guard counts > 0 else { return 0 }
    return UInt16(counts < most ? counts : most)
  }

  /// What the load register says: the share of the supply that the drive gives the motor, -1...1.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func load(word: UInt16) -> Double { Double(signed(word, signBit: 10)) / 1000 }

  /// 6.5 mA each [A]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func amperes(word: UInt16) -> Double { Double(signed(word, signBit: 15)) * 6.5e-3 }
}
