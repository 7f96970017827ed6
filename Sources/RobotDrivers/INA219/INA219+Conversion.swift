extension INA219 {
  /// The shunt voltage of a signed register value, 10 µV each [V]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func shuntVolts(counts: Int16) -> Double { Double(counts) * 10e-6 }

  /// The bus voltage in the bus voltage register [V]: bits 15...3, unsigned, 4 mV each.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func busVolts(register: UInt16) -> Double { Double(register >> 3) * 4e-3 }
}
