public import RobotHAL

/// TMAG5273 Hall sensor, as an encoder of the field in its X-Y plane. Source: TI SLYS045.
public enum TMAG5273 {
  /// Decodes the replies to `sample(at:)`. Real-time: yes.
  public struct Decoder: EncoderDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The angle: thirteen bits, sixteenths of a degree. Invalid without a conversion since the last reading, as in
    /// standby after a loss of the supply. Source: SLYS045, CONV_STATUS and ANGLE_RESULT.
    @_noAllocation @_noLocks
    public func decode(_ reply: Reply) -> EncoderReading {
      guard reply.count == 3, reply[0] & 0x01 != 0, reply[1] & 0xE0 == 0 else { return .invalid() }
      let sixteenths = UInt16(reply[1]) << 8 | UInt16(reply[2])
      guard sixteenths <= 5760 else { return .invalid() }
      let radians = Double(sixteenths == 5760 ? 0 : sixteenths) * (3.141_592_653_589_793 / 2880)
      let isBroken = reply[0] & 0x02 != 0
      return EncoderReading(
        radians: radians, flags: isBroken ? .deviceFault : SensorFlags(rawValue: 0))
    }
  }
}
