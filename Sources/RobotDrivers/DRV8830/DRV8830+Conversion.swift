extension DRV8830 {
  /// One step of VSET [V]: 4 · 1.285 V / 64.
  ///
  /// The datasheet's table 1 is VSET steps; the formula in its text, VSET + 1 steps, contradicts the
  /// table and is wrong.
  public static var stepVolts: Double {
    @_noAllocation @_noLocks
    get { 4 * 1.285 / 64 }
  }

  /// The least VSET that the table knows; it is 0.48 V.
  public static var leastSetting: UInt8 {
    @_noAllocation @_noLocks
    get { 6 }
  }

  /// The motor voltage of VSET [V]: 0.48...5.06; 0 below 6, which the table does not know. Real-time: yes.
  @_noAllocation @_noLocks
  public static func volts(setting: UInt8) -> Double {
    setting < leastSetting ? 0 : Double(min(setting, 63)) * stepVolts
  }

  /// The VSET nearest to a motor voltage of `volts` V without its sign: 0, or 6...63; 0 for what is not a
  /// number. Real-time: yes.
  @_noAllocation @_noLocks
  public static func setting(volts: Double) -> UInt8 {
    let steps = (volts < 0 ? -volts : volts) / stepVolts
    // Nearer to 0 than to the least setting: 0.
    guard steps > Double(leastSetting) / 2 else { return 0 }
    return steps < 62.5 ? max(UInt8(steps + 0.5), leastSetting) : 63
  }
}
