extension INA260 {
  /// The current of a signed register value, 1.25 mA each [A]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func amperes(counts: Int16) -> Double { Double(counts) * 1.25e-3 }

  /// The bus voltage of a register value, 1.25 mV each [V]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func busVolts(counts: UInt16) -> Double { Double(counts) * 1.25e-3 }
}
