public import RobotHAL
import RobotUnits

extension LM75 {
  /// Decodes the replies to `exchanges`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The temperature. 0x0000 is what the register holds from power-on to the first conversion, and
    /// counts as no temperature; so 0 °C, exact to 0.125 °C, is none.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0x00), !reply.isAll(0xFF) else {
        health.set(0, false)
        return .invalid
      }
      let celsius = LM75.celsius(register: reply.bigEndian(at: 0))
      guard celsius >= -55, celsius <= 125 else {
        health.set(0, false)
        return .invalid
      }
      values[0] = celsius
      health.set(0, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
