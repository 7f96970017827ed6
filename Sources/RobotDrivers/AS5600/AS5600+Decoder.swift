public import RobotHAL
import RobotUnits

extension AS5600 {
  /// Decodes the replies to `sample(at:)`. Real-time: yes.
  public struct Decoder: EncoderDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The angle; invalid without a magnet, weak where it is too near or too far.
    @_noAllocation @_noLocks
    public func decode(_ reply: Reply) -> EncoderReading {
      guard reply.count == 3 else { return .invalid() }
      let sample = AS5600.decode([reply[0], reply[1], reply[2]])
      guard sample.isValid else { return .invalid() }
      let isWeak = sample.status.tooWeak || sample.status.tooStrong
      return EncoderReading(
        radians: AS5600.angle(counts: sample.counts).radians,
        flags: SensorFlags(rawValue: isWeak ? SensorFlags.weak.rawValue : 0))
    }
  }
}
