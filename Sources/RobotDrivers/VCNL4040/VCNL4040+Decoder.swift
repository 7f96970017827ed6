public import RobotHAL

extension VCNL4040 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// ALS_IT, 0...3.
    let ambientField: UInt16

    /// A decoder for an integration time of 80 ms · 2^`ambientField`.
    @_noAllocation @_noLocks
    init(ambientField: UInt16) { self.ambientField = ambientField }

    /// Proximity [counts] in channel 0, the reply to exchange 0; illuminance [lx] in channel 1, the reply
    /// to exchange 1.
    ///
    /// A proximity of 0 is refused: stray light of the sensor's own LED always gives a few counts, and a
    /// bus held low reads 0. Darkness, on the other hand, is a measurement. All ones are a bus that nobody
    /// drives, or a count at its end: neither is a number.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      let channel = exchange == 0 ? 0 : 1
      guard reply.count == 2, !reply.isAll(0xFF) else {
        health.set(channel, false)
        return reply.count == 2 ? SensorFlags.invalid.and(.clipped) : .invalid
      }
      let counts = reply.littleEndian(at: 0)
      if channel == 1 {
        values[1] = VCNL4040.lux(counts: counts, field: ambientField)
      } else {
        guard counts != 0 else {
          health.set(0, false)
          return .invalid
        }
        values[0] = Double(counts)
      }
      health.set(channel, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
