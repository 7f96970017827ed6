public import RobotHAL
import RobotUnits

extension INA219 {
  /// Decodes the replies to `exchanges`: voltage, then current. Real-time: yes.
  public struct Decoder: SensorDecoder {
    private let shuntOhms: Double
    private let shuntCounts: Int
    private let busCounts: Int

    /// A decoder for a shunt [Ω] and the largest counts of the two ranges.
    @_noAllocation @_noLocks
    public init(shuntOhms: Double, shuntCounts: Int, busCounts: Int) {
      self.shuntOhms = shuntOhms
      self.shuntCounts = shuntCounts
      self.busCounts = busCounts
    }

    /// Decodes `reply` to exchange `exchange`: 0 the bus voltage, 1 the shunt voltage.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      exchange == 0
        ? decodeBus(reply, into: &values, health: &health)
        : decodeShunt(reply, into: &values, health: &health)
    }

    /// CNVR (bit 1) tells a new measurement. OVF (bit 0) is not looked at: it speaks of the chip's own
    /// current and power. Bit 2 of a present chip is 0.
    @_noAllocation @_noLocks
    private func decodeBus(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2, !reply.isAll(0x00), !reply.isAll(0xFF) else {
        health.set(0, false)
        return .invalid
      }
      let register = reply.bigEndian(at: 0)
      guard register & 0x0004 == 0 else {
        health.set(0, false)
        return .invalid
      }
      guard register & 0x0002 != 0 else { return .notReady }
      guard Int(register >> 3) < busCounts else {
        health.set(0, false)
        return .clipped
      }
      values[0] = INA219.busVolts(register: register)
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
      let counts = Int16(bitPattern: reply.bigEndian(at: 0))
      guard Int(counts) < shuntCounts, Int(counts) > -shuntCounts else {
        health.set(1, false)
        return .clipped
      }
      values[1] = INA219.shuntVolts(counts: counts) / shuntOhms
      health.set(1, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
