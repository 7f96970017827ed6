public import RobotHAL
import RobotUnits

extension LSM6DSO {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder, Hashable {
    private let acceleration: AccelerationRange
    private let angularVelocity: AngularVelocityRange

    /// A decoder for the ranges that the chip was set to.
    @_noAllocation @_noLocks
    public init(acceleration: AccelerationRange, angularVelocity: AngularVelocityRange) {
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
    }

    /// Seven channels, each only where STATUS_REG says that it is new.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 16, reply[0] & Status.unused == 0 else {
        health.set(0, count: 7, false)
        return .invalid
      }
      // A bus held low, or a chip that was reset: it measures nothing until it is set up again.
      guard !reply.isAll(0x00) else {
        health.set(0, count: 7, false)
        return SensorFlags.invalid.and(.wasReset)
      }
      let status = reply[0]
      let both = Status.acceleration | Status.angularVelocity
      var flags = SensorFlags(rawValue: 0)
      if !(status & both == both) { flags = .notReady }
      if status & Status.acceleration != 0 {
        flags = flags.and(
          triple(
            reply, at: 10, scale: acceleration.scale, channel: 0, into: &values, health: &health))
      }
      if status & Status.angularVelocity != 0 {
        flags = flags.and(
          triple(
            reply, at: 4, scale: angularVelocity.scale, channel: 3, into: &values,
            health: &health))
      }
      if status & Status.temperature != 0 {
        let celsius = LSM6DSO.celsius(counts: Int16(bitPattern: reply.littleEndian(at: 2)))
        flags = flags.and(
          InertialWords.store(
            celsius, at: 6, from: -40, to: 85, into: &values, health: &health))
      }
      return flags
    }

    @_noAllocation @_noLocks
    private func triple(
      _ reply: Reply, at offset: Int, scale: Double, channel: Int,
      into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      var flags = SensorFlags(rawValue: 0)
      for axis in 0..<3 {
        flags = flags.and(
          InertialWords.store(
            reply.littleEndian(at: offset + 2 * axis), scale: scale, at: channel + axis,
            into: &values, health: &health))
      }
      return flags
    }
  }
}
