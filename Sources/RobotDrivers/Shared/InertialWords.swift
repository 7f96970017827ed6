/// How the words of inertial sensors become channels: the numbers of `InertialChannels`. Real-time: yes.
enum InertialWords {
  /// Standard gravity [m/s²]. Source: 3rd CGPM (1901).
  static var gravity: Double {
    @_noAllocation @_noLocks
    get { 9.80665 }
  }

  /// One degree [rad].
  static var degree: Double {
    @_noAllocation @_noLocks
    get { 3.141_592_653_589_793 / 180 }
  }

  /// `counts` times `scale` as `channel`; a word at an end of its range is clipped: it keeps the old
  /// number and loses its health.
  @_noAllocation @_noLocks
  static func store(
    _ counts: UInt16, scale: Double, at channel: Int, into values: inout MutableSpan<Double>,
    health: inout ChannelMask
  ) -> SensorFlags {
    let signed = Int16(bitPattern: counts)
    guard signed != 32767, signed != -32768 else {
      health.set(channel, false)
      return .clipped
    }
    values[channel] = Double(signed) * scale
    health.set(channel, true)
    return SensorFlags(rawValue: 0)
  }

  /// `number` as `channel`, if it is one that the device can give.
  @_noAllocation @_noLocks
  static func store(
    _ number: Double, at channel: Int, from least: Double, to most: Double,
    into values: inout MutableSpan<Double>, health: inout ChannelMask
  ) -> SensorFlags {
    guard number >= least, number <= most else {
      health.set(channel, false)
      return .invalid
    }
    values[channel] = number
    health.set(channel, true)
    return SensorFlags(rawValue: 0)
  }
}
