extension ADS1x15 {
  /// The voltage of a CONVERSION word: full scale / 32 768 each, for the ADS1015 too, whose 12 bits are
  /// left-justified [V]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func volts(counts: Int16, fullScaleVolts: Double) -> Double {
    Double(counts) * (fullScaleVolts / 32768)
  }

  /// Whether a word is an end of the range, so that the truth may lie beyond: 0x7FFF, 0x7FF0 of an
  /// ADS1015, or 0x8000. Real-time: yes.
  @_noAllocation @_noLocks
  public static func isClipped(counts: Int16, isADS1015: Bool) -> Bool {
    counts == (isADS1015 ? 0x7FF0 : 0x7FFF) || counts == -0x8000
  }

  /// The conductance of a resistive sensor in a divider [S]; negative where `volts` is out of the supply.
  ///
  /// With R the fixed resistor and U the supply: V / (R (U - V)) where the sensor is between supply and
  /// input, (U - V) / (R V) where it is between input and ground. Real-time: yes.
  @_noAllocation @_noLocks
  public static func conductance(
    volts: Double, supplyVolts: Double, resistorOhms: Double, sensorIsAtSupply: Bool
  ) -> Double {
    let over = sensorIsAtSupply ? volts : supplyVolts - volts
    let under = sensorIsAtSupply ? supplyVolts - volts : volts
    return over / (resistorOhms * under)
  }
}
