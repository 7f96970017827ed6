public import RobotHAL

extension DRV8830 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// A decoder.
    @_noAllocation @_noLocks
    public init() {}

    /// 1 or 0 for over-current, over-temperature, under-voltage and current limit in channels 0...3; from
    /// exchange 1, for exchange 0 is the command. A byte of 0 is a bridge without faults.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard exchange == 1 else { return SensorFlags(rawValue: 0) }
      guard reply.count == 1, Fault(byte: reply[0]).isPlausible else {
        health.set(0, count: 4, false)
        return .invalid
      }
      let fault = Fault(byte: reply[0])
      values[0] = fault.overCurrent ? 1 : 0
      values[1] = fault.overTemperature ? 1 : 0
      values[2] = fault.underVoltage ? 1 : 0
      values[3] = fault.currentLimit ? 1 : 0
      health.set(0, count: 4, true)
      return fault.isAny ? .deviceFault : SensorFlags(rawValue: 0)
    }
  }
}
