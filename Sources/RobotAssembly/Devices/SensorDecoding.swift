internal import RobotDrivers
internal import RobotHAL

/// The decoders of all sensors, in one type without existentials for the control path.
enum SensorDecoding: BitwiseCopyable {
  case ina226(INA226.Decoder)

  @_noAllocation @_noLocks
  func decode(
    _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
    health: inout ChannelMask
  ) -> SensorFlags {
    switch self {
    case .ina226(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    }
  }
}
