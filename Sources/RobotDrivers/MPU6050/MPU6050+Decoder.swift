public import RobotHAL
import RobotUnits

extension MPU6050 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder, Hashable {
    private let acceleration: InvenSenseRanges.Acceleration
    private let angularVelocity: InvenSenseRanges.AngularVelocity
    let part: Part

    /// A decoder for the ranges that the chip was set to.
    @_noAllocation @_noLocks
    public init(
      acceleration: InvenSenseRanges.Acceleration,
      angularVelocity: InvenSenseRanges.AngularVelocity, part: Part
    ) {
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
      self.part = part
    }

    /// Seven channels. A frame of zeros is a chip that was reset to sleep; a frame that was read
    /// before changes nothing.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 15, !reply.isAll(0xFF) else { return refuse(.invalid, &health) }
      var bits: UInt8 = 0
      for index in 1..<15 { bits |= reply[index] }
      guard bits != 0 else { return refuse(SensorFlags.invalid.and(.wasReset), &health) }
      guard reply[0] & Bits.dataReady != 0 else { return .notReady }
      var flags = SensorFlags(rawValue: 0)
      for axis in 0..<3 {
        flags = flags.and(
          InertialWords.store(
            reply.bigEndian(at: 1 + 2 * axis), scale: acceleration.scale, at: axis,
            into: &values, health: &health))
        flags = flags.and(
          InertialWords.store(
            reply.bigEndian(at: 9 + 2 * axis), scale: angularVelocity.scale, at: 3 + axis,
            into: &values, health: &health))
      }
      let celsius = MPU6050.celsius(
        counts: Int16(bitPattern: reply.bigEndian(at: 7)), part: part)
      return flags.and(
        InertialWords.store(
          celsius, at: 6, from: -40, to: 85, into: &values, health: &health))
    }

    @_noAllocation @_noLocks
    private func refuse(_ flags: SensorFlags, _ health: inout ChannelMask) -> SensorFlags {
      health.set(0, count: 7, false)
      return flags
    }
  }
}
