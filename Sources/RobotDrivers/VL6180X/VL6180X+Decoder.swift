public import RobotHAL

extension VL6180X {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// The distance [m] in channel 0. A range that the chip could not measure (no target, too much
    /// light) is invalid, not far.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      // Exchange 1 clears the interrupt and has no reply.
      guard exchange == 0 else { return SensorFlags(rawValue: 0) }
      guard let sample = VL6180X.decode(reply) else {
        health.set(0, false)
        return .invalid
      }
      if sample.interruptError != 0 {
        health.set(0, false)
        return SensorFlags.invalid.and(.deviceFault)
      }
      guard sample.isNew else { return .notReady }
      switch sample.error {
      case .none where sample.counts < 255:
        values[0] = VL6180X.metres(counts: sample.counts)
        health.set(0, true)
        return SensorFlags(rawValue: 0)
      case .system:
        health.set(0, false)
        return SensorFlags.invalid.and(.deviceFault)
      default:
        health.set(0, false)
        return .invalid
      }
    }
  }
}
