public import RobotHAL

/// Turns a sensor's replies into numbers: configuration and calibration as plain values, and a total
/// function. Real-time: yes.
public protocol SensorDecoder: BitwiseCopyable, Sendable {
  /// Decodes `reply` to the device's exchange number `exchange`.
  ///
  /// Writes the channels that the exchange measures to `values`, and to `health` whether each is worth
  /// something. What means nothing keeps its number and loses its bit; a reply of another length, or of
  /// bits that are all alike, means nothing. A reply that says that nothing new was measured changes
  /// neither.
  @_noAllocation @_noLocks
  func decode(
    _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
    health: inout ChannelMask
  ) -> SensorFlags
}
