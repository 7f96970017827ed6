public import RobotHAL
import RobotUnits

extension TMP102 {
  /// Decodes the replies to `exchanges`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The temperature. A chip outside the extended mode has lost its settings; until its first
    /// conversion it reads 0 °C.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0x00), reply[1] & 0x06 == 0 else {
        health.set(0, false)
        return .invalid
      }
      guard reply[1] & 0x01 != 0 else {
        health.set(0, false)
        return .wasReset
      }
      let celsius = TMP102.celsius(register: reply.bigEndian(at: 0))
      guard celsius >= -55, celsius <= 150 else {
        health.set(0, false)
        return .invalid
      }
      values[0] = celsius
      health.set(0, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
