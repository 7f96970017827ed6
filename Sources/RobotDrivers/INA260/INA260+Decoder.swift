public import RobotHAL
import RobotUnits

extension INA260 {
  /// Decodes the replies to `exchanges`: the ready flag, then voltage, then current. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// Decodes `reply` to exchange `exchange`: 0 MASK/ENABLE, 1 the bus voltage, 2 the current.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      switch exchange {
      case 0: decodeFlags(reply)
      case 1: decodeBus(reply, into: &values, health: &health)
      default: decodeCurrent(reply, into: &values, health: &health)
      }
    }

    /// CVRF (bit 3) tells a new measurement.
    @_noAllocation @_noLocks
    private func decodeFlags(_ reply: Reply) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0xFF) else { return .invalid }
      return reply[1] & 0x08 != 0 ? SensorFlags(rawValue: 0) : .notReady
    }

    /// The top bit of a present chip is 0.
    @_noAllocation @_noLocks
    private func decodeBus(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0x00), reply[0] <= 0x7F else {
        health.set(0, false)
        return .invalid
      }
      let counts = reply.bigEndian(at: 0)
      guard counts != 0x7FFF else {
        health.set(0, false)
        return .clipped
      }
      values[0] = INA260.busVolts(counts: counts)
      health.set(0, true)
      return SensorFlags(rawValue: 0)
    }

    /// 0 and -1 counts are all zeros and all ones, and what a resting motor gives: they are believed
    /// where the bus voltage, read just before, was.
    @_noAllocation @_noLocks
    private func decodeCurrent(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2,
        health.contains(0) || !(reply.isAll(0x00) || reply.isAll(0xFF))
      else {
        health.set(1, false)
        return .invalid
      }
      let counts = Int16(bitPattern: reply.bigEndian(at: 0))
      guard counts != 32767, counts != -32768 else {
        health.set(1, false)
        return .clipped
      }
      values[1] = INA260.amperes(counts: counts)
      health.set(1, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
