public import RobotHAL

/// Turns a sensor's replies into numbers: configuration and calibration as plain values, and a total
/// function. Real-time: yes.
public protocol SensorDecoder: BitwiseCopyable, Sendable {
  /// Decodes `reply` to the device's exchange number `exchange`.
  ///
  /// Writes the channels that the exchange measures to `values`, and to `health` whether each is worth
  /// something. What means nothing keeps its number and loses its bit; a reply of another length, or of
  /// bits that are all alike, means nothing.
  ///
  /// `notReady` says that not all that is read in this turn was measured anew. What was not keeps number
  /// and bit: the device's age goes on for all of it, and ends their worth. Only a device that measures
  /// its channels in different turns (`CyclicExchange.interval` above 1) takes the bit of the channel whose
  /// turn brought nothing new, because the next turn makes the device young again.
  @_noAllocation @_noLocks
  func decode(
    _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
    health: inout ChannelMask
  ) -> SensorFlags
}
