extension LM75 {
  /// The temperature in the register [°C]: the eleven upper bits, signed, 0.125 °C each.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(register: UInt16) -> Double {
    Double(Int16(bitPattern: register) >> 5) * 0.125
  }

  /// The register value of a limit [°C], -55...125: nine bits, 0.5 °C each, at the left.
  static func limit(celsius: Double) -> UInt16 {
    UInt16(bitPattern: Int16((celsius * 2).rounded()) << 7)
  }
}
