public import RobotHAL
import RobotUnits

extension AS5048B {
  /// Decodes the replies to `sample(at:)`: gain, diagnostics, magnitude, angle. Real-time: yes.
  public struct Decoder: EncoderDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The angle; invalid while the chip starts (after a loss of its supply, too) and when its CORDIC
    /// overflowed, weak where the magnet is too near or too far.
    @_noAllocation @_noLocks
    public func decode(_ reply: Reply) -> EncoderReading {
      guard reply.count == 6, !reply.isAll(0x00), !reply.isAll(0xFF) else { return .invalid() }
      let diagnostics = Diagnostics(byte: reply[1])
      guard diagnostics.isCompensated, !diagnostics.overflows else { return .invalid() }
      let isWeak = diagnostics.tooWeak || diagnostics.tooStrong
      return EncoderReading(
        radians: AS5048B.angle(counts: AS5048B.counts(high: reply[4], low: reply[5])).radians,
        flags: SensorFlags(rawValue: isWeak ? SensorFlags.weak.rawValue : 0))
    }
  }
}
