extension BMP280 {
  /// The trim values of a chip, dig_T1...dig_P9. Source: table 17.
  public struct Trim: Hashable, Sendable, BitwiseCopyable {
    let t1, t2, t3: Double
    let p1, p2, p3, p4, p5, p6, p7, p8, p9: Double

    /// Trim values from the twelve words of `calib00` on: dig_T1 and dig_P1 are unsigned, the others
    /// signed. `nil` for words that no chip has: all alike, or no dig_T1 or dig_P1.
    public init?(words: InlineArray<12, UInt16>) {
      var alike = true
      for index in 1..<12 where words[index] != words[0] { alike = false }
      guard !alike, words[0] != 0, words[3] != 0 else { return nil }
      func signed(_ index: Int) -> Double { Double(Int16(bitPattern: words[index])) }
      t1 = Double(words[0])
      t2 = signed(1)
      t3 = signed(2)
      p1 = Double(words[3])
      p2 = signed(4)
      p3 = signed(5)
      p4 = signed(6)
      p5 = signed(7)
      p6 = signed(8)
      p7 = signed(9)
      p8 = signed(10)
      p9 = signed(11)
    }
  }

  /// The fine temperature of a twenty-bit value, 1/5120 °C; `Trim` is that of the chip. Source: section
  /// 8.1, in double precision. Real-time: yes.
  @_noAllocation @_noLocks
  public static func fineTemperature(counts: Int, trim: Trim) -> Double {
    let adc = Double(counts)
    let linear = (adc / 16384 - trim.t1 / 1024) * trim.t2
    let offset = adc / 131_072 - trim.t1 / 8192
    return linear + offset * offset * trim.t3
  }

  /// The temperature of a fine temperature [°C]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(fine: Double) -> Double { fine / 5120 }

  /// The pressure of a twenty-bit value at a fine temperature [Pa]; not finite where the trim values make
  /// no sense. Source: section 8.1, in double precision; Bosch truncates the fine temperature to a whole
  /// number first. Real-time: yes.
  @_noAllocation @_noLocks
  public static func pascals(counts: Int, fine: Double, trim: Trim) -> Double {
    let warm = fine / 2 - 64000
    let curve = warm * warm * trim.p6 / 32768 + warm * trim.p5 * 2
    let offset = curve / 4 + trim.p4 * 65536
    let slope = (trim.p3 * warm * warm / 524_288 + trim.p2 * warm) / 524_288
    let sensitivity = (1 + slope / 32768) * trim.p1
    let linear = (1_048_576 - Double(counts) - offset / 4096) * 6250 / sensitivity
    let square = trim.p9 * linear * linear / 2_147_483_648
    return linear + (square + linear * trim.p8 / 32768 + trim.p7) / 16
  }
}
