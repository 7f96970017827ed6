extension INA226 {
  /// The largest shunt voltage [V]: 32 768 · 2.5 µV.
  public static let fullScaleShuntVolts = 0.08192

  /// The shunt voltage of a signed register value, 2.5 µV each [V]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func shuntVolts(counts: Int16) -> Double { Double(counts) * 2.5e-6 }

  /// The bus voltage of an unsigned register value, 1.25 mV each [V]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func busVolts(counts: UInt16) -> Double { Double(counts) * 1.25e-3 }

  /// `trunc(0.00512 / (currentLSB · shunt))` (section 7.5); nil when it is not in 1...32767.
  ///
  /// `currentLSB` is the step of the current register [A], `shuntOhms` the shunt [Ω].
  public static func calibration(currentLSB: Double, shuntOhms: Double) -> UInt16? {
    let value = 0.00512 / (currentLSB * shuntOhms)
    // A whole result may come out just below itself.
    let whole = (value * (1 + 1e-12)).rounded(.down)
    guard whole >= 1, whole <= 0x7FFF else { return nil }
    return UInt16(whole)
  }
}
