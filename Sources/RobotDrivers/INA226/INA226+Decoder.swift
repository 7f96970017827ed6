public import RobotHAL

extension INA226 {
  /// Decodes the replies to `readings(at:)`: channel 0 is the supply's voltage [V], channel 1 the current
  /// [A]. Real-time: yes.
  public struct Decoder: SensorDecoder {
    private let shuntOhms: Double

    /// A decoder for a monitor of `shuntOhms`.
    @_noAllocation @_noLocks
    public init(shuntOhms: Double) { self.shuntOhms = shuntOhms }

    /// Exchange 0 is the bus voltage, 1 that of the shunt.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 2 else {
        health.set(exchange, false)
        return .invalid
      }
      if exchange == 0 {
        let sample = INA226.decodeBus([reply[0], reply[1]])
        health.set(0, sample.isValid)
        guard sample.isValid else { return .invalid }
        values[0] = sample.volts
        return SensorFlags(rawValue: 0)
      }
      let sample = INA226.decodeShunt([reply[0], reply[1]], shuntOhms: shuntOhms)
      health.set(1, sample.isValid)
      guard sample.isValid else { return .clipped }
      values[1] = sample.amperes
      return SensorFlags(rawValue: 0)
    }
  }
}
