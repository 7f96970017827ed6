public import RobotHAL
import RobotUnits

extension Feetech {
  /// What a count is, and how its speeds are scaled: enough to read a servo's answers. As an encoder it
  /// gives the angle, as a sensor everything else. Real-time: yes.
  public struct Decoder: EncoderDecoder, SensorDecoder, Hashable {
    private let series: Series
    /// What one of its speeds is [rad/s].
    public let speedUnit: Double

    /// A decoder of a servo of `series`, whose PHASE register is `phase`: bit 2 says whether its speeds are
    /// counts per second, or 50 of them. An STS3215 leaves the factory with 0x0C.
    public init(series: Series, phase: UInt8 = 0x0C) {
      self.series = series
      speedUnit = (phase & 4 != 0 ? 1 : 50) * series.radiansPerCount
    }

    /// The angle within its turn; invalid without a magnet.
    @_noAllocation @_noLocks
    public func decode(_ reply: Reply) -> EncoderReading {
      let sample = Feetech.decode(reply, series: series, speedUnit: speedUnit)
      guard sample.isValid, !sample.faults.has(.encoder) else { return .invalid() }
      return EncoderReading(
        radians: Feetech.angle(counts: sample.counts, series: series).radians, flags: flags(sample))
    }

    /// The channels of `channels(of:)`, in their order.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      let sample = Feetech.decode(reply, series: series, speedUnit: speedUnit)
      let count =
        switch series {
        case .sts: 5
        case .scs: 4
        }
      guard sample.isValid else {
        health.set(0, count: count, false)
        return .invalid
      }
      values[0] = sample.velocity
      values[1] = sample.load
      values[2] = sample.volts
      values[3] = sample.celsius
      if count > 4 { values[4] = sample.amperes }
      health.set(0, count: count, true)
      if sample.faults.has(.encoder) { health.set(0, false) }
      return flags(sample)
    }

    @_noAllocation @_noLocks
    private func flags(_ sample: Sample) -> SensorFlags {
      SensorFlags(rawValue: sample.faults.rawValue != 0 ? SensorFlags.deviceFault.rawValue : 0)
    }
  }
}
