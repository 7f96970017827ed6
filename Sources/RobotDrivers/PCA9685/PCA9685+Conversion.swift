public import RobotUnits

extension PCA9685 {
  /// The typical internal oscillator, 25 MHz (section 2).
  public static let nominalOscillator = Frequency(unchecked: 25_000_000)

  /// `round(oscillator / (4096 · frequency)) - 1`, at least 3 and at most 255 (section 7.3.5).
  public static func preScale(frequency: Frequency, oscillator: Frequency = nominalOscillator)
    -> UInt8
  {
    let steps = (oscillator.hertz / (4096 * frequency.hertz)).rounded() - 1
    return UInt8(min(max(steps, 3), 255))
  }

  /// The frequency that `preScale` gives: `oscillator / (4096 · (preScale + 1))`.
  public static func frequency(preScale: UInt8, oscillator: Frequency = nominalOscillator)
    -> Frequency
  {
    Frequency(unchecked: oscillator.hertz / (4096 * (Double(preScale) + 1)))
  }

  /// The length of one count [µs]: `(preScale + 1) / oscillator`, 40 ns · (preScale + 1) at 25 MHz.
  public static func countMicroseconds(
    preScale: UInt8, oscillator: Frequency = nominalOscillator
  ) -> Double {
    (Double(preScale) + 1) * 1e6 / oscillator.hertz
  }

  /// The counts of a servo pulse of `microseconds` µs, from the real length of a count and not from
  /// the wanted frequency. 0 for anything that is not a positive number, 4095 at most.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func counts(microseconds: Double, countMicroseconds: Double) -> UInt16 {
    let counts = microseconds / countMicroseconds + 0.5
    guard counts > 0 else { return 0 }
    return counts < 4095 ? UInt16(counts) : 4095
  }

  /// The counts of a duty of 0...1, rounded: 0...4096. 0 for anything that is not a finite number.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func counts(duty: Double) -> UInt16 {
    guard duty > 0, duty < Double.infinity else { return 0 }
    return duty < 1 ? UInt16(duty * 4096 + 0.5) : 4096
  }
}
