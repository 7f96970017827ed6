extension MPL115A2 {
  /// The coefficients of a chip. Source: MPL115A2 Rev. 9, section 3.1.
  public struct Coefficients: Hashable, Sendable, BitwiseCopyable {
    /// Offset [counts].
    public let a0: Double
    /// Sensitivity.
    public let b1: Double
    /// Temperature offset.
    public let b2: Double
    /// Temperature sensitivity.
    public let c12: Double

    /// Coefficients from the eight bytes at 0x04: a0 with 3, b1 with 13, b2 with 14 fractional bits, c12
    /// with 22 in its upper fourteen. `nil` for bytes that no chip has: all alike, or with one of the two
    /// low bits of c12, which are 0.
    public init?(bytes: InlineArray<8, UInt8>) {
      func word(_ index: Int) -> Double {
        Double(Int16(bitPattern: UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])))
      }
      var alike = true
      for index in 1..<8 where bytes[index] != bytes[0] { alike = false }
      guard !alike, bytes[7] & 0x03 == 0 else { return nil }
      a0 = word(0) / 8
      b1 = word(2) / 8192
      b2 = word(4) / 16384
      c12 = word(6) / 4 / 4_194_304
    }
  }

  /// The pressure of ten-bit values [Pa]: 50 kPa + 65 kPa / 1023 · (a0 + (b1 + c12 · T) · P + b2 · T).
  /// Source: MPL115A2 Rev. 9, equations 1 and 2. Real-time: yes.
  @_noAllocation @_noLocks
  public static func pascals(
    pressure: UInt16, temperature: UInt16, coefficients: Coefficients
  ) -> Double {
    let warm = Double(temperature)
    let compensated =
      coefficients.a0 + (coefficients.b1 + coefficients.c12 * warm) * Double(pressure)
      + coefficients.b2 * warm
    return 50_000 + compensated * (65_000 / 1023)
  }

  /// The temperature of a ten-bit value [°C]: 498 at 25 °C, -5.35 each.
  ///
  /// These are typical values, as third-party drivers use them; the chip has no calibration for them, so
  /// the temperature may be several degrees off. The pressure does not depend on them. Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(temperature: UInt16) -> Double {
    25 - (Double(temperature) - 498) / 5.35
  }
}
