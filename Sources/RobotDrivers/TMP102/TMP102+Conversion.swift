extension TMP102 {
  /// The temperature in the register [°C], 0.0625 °C each: twelve bits, or thirteen where bit 0 tells
  /// the extended mode. Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(register: UInt16) -> Double {
    let word = Int16(bitPattern: register)
    return Double(register & 1 == 0 ? word >> 4 : word >> 3) * 0.0625
  }

  /// The register value of a limit [°C] in the extended mode, -55...150.
  static func limit(celsius: Double) -> UInt16 {
    UInt16(bitPattern: Int16((celsius * 16).rounded()) << 3)
  }
}
