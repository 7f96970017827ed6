public import RobotHAL
import RobotUnits

extension INA226 {
  /// Decodes the replies to `exchanges`: the ready flag, then voltage, then current. Real-time: yes.
  public struct Decoder: SensorDecoder {
    private let shuntOhms: Double

    /// A decoder for a shunt [Ω].
    @_noAllocation @_noLocks
    public init(shuntOhms: Double) { self.shuntOhms = shuntOhms }

    /// Decodes `reply` to exchange `exchange`: 0 MASK/ENABLE, 1 the bus voltage, 2 the shunt voltage.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      switch exchange {
      case 0: decodeFlags(reply)
      case 1: decodeBus(reply, into: &values, health: &health)
      default: decodeShunt(reply, into: &values, health: &health)
      }
    }

    /// CVRF (bit 3) tells a new measurement. OVF (bit 2) is not looked at: it speaks of the chip's own
    /// current and power.
    @_noAllocation @_noLocks
    private func decodeFlags(_ reply: Reply) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0xFF) else { return .invalid }
      return reply[1] & 0x08 != 0 ? SensorFlags(rawValue: 0) : .notReady
    }

    @_noAllocation @_noLocks
    private func decodeBus(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0x00) else {
        health.set(0, false)
        return .invalid
      }
      let sample = INA226.decodeBus([reply[0], reply[1]])
      guard sample.isValid else {
        health.set(0, false)
        return .invalid
      }
      guard reply.bigEndian(at: 0) != 0x7FFF else {
        health.set(0, false)
        return .clipped
      }
      values[0] = sample.volts
      health.set(0, true)
      return SensorFlags(rawValue: 0)
    }

    /// 0 and -1 counts are all zeros and all ones, and what a resting motor gives: they are believed
    /// where the bus voltage, read just before, was.
    @_noAllocation @_noLocks
    private func decodeShunt(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2,
        health.contains(0) || !(reply.isAll(0x00) || reply.isAll(0xFF))
      else {
        health.set(1, false)
        return .invalid
      }
      let sample = INA226.decodeShunt([reply[0], reply[1]], shuntOhms: shuntOhms)
      guard sample.isValid else {
        health.set(1, false)
        return .clipped
      }
      values[1] = sample.amperes
      health.set(1, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
