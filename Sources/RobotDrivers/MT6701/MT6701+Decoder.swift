public import RobotHAL
import RobotUnits

extension MT6701 {
  /// Decodes the replies to `sample(at:)`. Real-time: yes.
  public struct Decoder: EncoderDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The angle; invalid when nobody drives the bus.
    ///
    /// Two bytes of 0x00 are an angle: a joint that stands at 0 must not be lost. A bus that is held low
    /// fails its transfers, and a chip that fell silent at 0 is seen as a jump.
    @_noAllocation @_noLocks
    public func decode(_ reply: Reply) -> EncoderReading {
      guard reply.count == 2, !reply.isAll(0xFF) else { return .invalid() }
      return EncoderReading(
        radians: MT6701.angle(counts: MT6701.counts(high: reply[0], low: reply[1])).radians,
        flags: SensorFlags(rawValue: 0))
    }
  }
}
