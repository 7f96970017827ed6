public import RobotHAL

extension ADS1x15 {
  /// Decodes the replies to `exchanges(for:)`: a channel for each input, and the schedule's own after them.
  /// Real-time: yes.
  ///
  /// The chip ignores a start while it converts, but takes the input that came with it: CONFIG then shows
  /// an input that was never converted. So a conversion is believed only when the turn before saw the
  /// chip idle, and this one sees it idle again with the input, the settings and the round of that start.
  /// A turn that was missed or lost costs the next one its number.
  public struct Decoder: SensorDecoder {
    private let count: Int
    private let isADS1015: Bool
    private let fullScaleVolts: Double
    /// CONFIG without its start bit, by the turn that writes it.
    private let bits: InlineArray<8, UInt16>
    /// By input; 0 where the channel is a voltage.
    private let supplyVolts: InlineArray<4, Double>
    private let resistorOhms: InlineArray<4, Double>
    private let sensorIsAtSupply: InlineArray<4, Bool>

    @_noAllocation @_noLocks
    init(
      count: Int, isADS1015: Bool, fullScaleVolts: Double, bits: InlineArray<8, UInt16>,
      supplyVolts: InlineArray<4, Double>, resistorOhms: InlineArray<4, Double>,
      sensorIsAtSupply: InlineArray<4, Bool>
    ) {
      self.count = count
      self.isADS1015 = isADS1015
      self.fullScaleVolts = fullScaleVolts
      self.bits = bits
      self.supplyVolts = supplyVolts
      self.resistorOhms = resistorOhms
      self.sensorIsAtSupply = sensorIsAtSupply
    }

    /// The reply to CONFIG, CONVERSION or a start, in this order in each turn.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      let turn = exchange / 3
      switch exchange % 3 {
      case 0: return decodeState(reply, turn: turn, into: &values, health: &health)
      case 1: return decodeConversion(reply, turn: turn, into: &values, health: &health)
      default: return SensorFlags(rawValue: 0)
      }
    }

    /// The turn that started what `turn` reads.
    @_noAllocation @_noLocks
    private func starter(of turn: Int) -> Int { turn == 0 ? 2 * count - 1 : turn - 1 }

    /// CONFIG. The schedule's channel is the turn, from 1, in which the chip was last seen idle; negative
    /// where it has nothing new.
    @_noAllocation @_noLocks
    private func decodeState(
      _ reply: Reply, turn: Int, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      let starter = starter(of: turn)
      let last = values[count]
      let wasIdle = (last < 0 ? -last : last) == Double(starter + 1)
      values[count] = 0
      guard reply.count == 2, !reply.isAll(0x00), !reply.isAll(0xFF) else {
        health.set(count, false)
        health.set(starter % count, false)
        return .invalid
      }
      health.set(count, true)
      let state = reply.bigEndian(at: 0)
      guard state & ConfigurationBits.idle != 0 else {
        health.set(starter % count, false)
        return .notReady
      }
      let settings = state & ~ConfigurationBits.idle
      let isNew = wasIdle && settings == bits[starter]
      values[count] = isNew ? Double(turn + 1) : -Double(turn + 1)
      guard isNew else {
        health.set(starter % count, false)
        return settings == ConfigurationBits.reset ? .wasReset : .notReady
      }
      return SensorFlags(rawValue: 0)
    }

    /// CONVERSION. 0x0000 and 0xFFFF are honest numbers here: CONFIG told a dead bus.
    @_noAllocation @_noLocks
    private func decodeConversion(
      _ reply: Reply, turn: Int, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      let input = starter(of: turn) % count
      guard values[count] == Double(turn + 1) else {
        health.set(input, false)
        return .notReady
      }
      values[count] = -Double(turn + 1)
      health.set(input, false)
      guard reply.count == 2 else { return .invalid }
      let counts = Int16(bitPattern: reply.bigEndian(at: 0))
      // The last four bits of an ADS1015 always read 0.
      if isADS1015, counts & 0x0F != 0 { return .invalid }
      if ADS1x15.isClipped(counts: counts, isADS1015: isADS1015) { return .clipped }
      let volts = ADS1x15.volts(counts: counts, fullScaleVolts: fullScaleVolts)
      let supply = supplyVolts[input]
      guard supply > 0 else {
        values[input] = volts
        health.set(input, true)
        return SensorFlags(rawValue: 0)
      }
      // Within 1 % of the rail at which the sensor is, a large force and a short are the same.
      let left = sensorIsAtSupply[input] ? supply - volts : volts
      guard left >= 0.01 * supply else { return .clipped }
      let siemens = ADS1x15.conductance(
        volts: volts, supplyVolts: supply, resistorOhms: resistorOhms[input],
        sensorIsAtSupply: sensorIsAtSupply[input])
      // An untouched sensor conducts nothing, and the offset of the converter makes that less.
      values[input] = siemens > 0 ? siemens : 0
      health.set(input, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
