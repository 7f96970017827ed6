public import RobotHAL
import RobotUnits

extension ICM20948 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder, Hashable {
    private let acceleration: InvenSenseRanges.Acceleration
    private let angularVelocity: InvenSenseRanges.AngularVelocity
    private let hasMagnetometer: Bool

    /// A decoder for the ranges that the chip was set to.
    @_noAllocation @_noLocks
    public init(
      acceleration: InvenSenseRanges.Acceleration,
      angularVelocity: InvenSenseRanges.AngularVelocity, hasMagnetometer: Bool
    ) {
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
      self.hasMagnetometer = hasMagnetometer
    }

    /// Seven channels and three of the magnetometer. A frame of zeros is a chip that was reset to
    /// sleep; a frame that was read before changes nothing.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard exchange == 1 else { return SensorFlags(rawValue: 0) }
      let count = hasMagnetometer ? 45 : 33
      guard reply.count == count, !reply.isAll(0xFF) else { return refuse(.invalid, &health) }
      // INT_STATUS_1 is at 0x1A, the measurements begin at 0x2D.
      let status = hasMagnetometer ? 3 : 0
      let data = status + 19
      var bits: UInt8 = 0
      for index in data..<data + 14 { bits |= reply[index] }
      guard bits != 0 else { return refuse(SensorFlags.invalid.and(.wasReset), &health) }
      guard reply[status] & Bits.dataReady != 0 else { return .notReady }
      var flags = SensorFlags(rawValue: 0)
      for axis in 0..<3 {
        flags = flags.and(
          InertialWords.store(
            reply.bigEndian(at: data + 2 * axis), scale: acceleration.scale, at: axis,
            into: &values, health: &health))
        flags = flags.and(
          InertialWords.store(
            reply.bigEndian(at: data + 6 + 2 * axis), scale: angularVelocity.scale,
            at: 3 + axis, into: &values, health: &health))
      }
      let celsius = ICM20948.celsius(counts: Int16(bitPattern: reply.bigEndian(at: data + 12)))
      flags = flags.and(
        InertialWords.store(celsius, at: 6, from: -40, to: 85, into: &values, health: &health))
      guard hasMagnetometer else { return flags }
      return flags.and(field(reply, at: data + 14, into: &values, health: &health))
    }

    /// ST1, three words, a dummy, ST2, as the auxiliary master read them last.
    @_noAllocation @_noLocks
    private func field(
      _ reply: Reply, at offset: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply[0] & Bits.slave0Refused == 0 else {
        health.set(7, count: 3, false)
        return .deviceFault
      }
      guard reply[offset] & AK09916.dataReady != 0 else { return .notReady }
      guard reply[offset + 8] & AK09916.overflow == 0 else {
        health.set(7, count: 3, false)
        return .clipped
      }
      var flags = SensorFlags(rawValue: 0)
      for axis in 0..<3 {
        let counts = Int16(bitPattern: reply.littleEndian(at: offset + 1 + 2 * axis))
        flags = flags.and(
          InertialWords.store(
            ICM20948.field(counts: counts) * ICM20948.magneticSign(axis: axis), at: 7 + axis,
            from: -4912.8e-6, to: 4912.8e-6, into: &values, health: &health))
      }
      return flags
    }

    @_noAllocation @_noLocks
    private func refuse(_ flags: SensorFlags, _ health: inout ChannelMask) -> SensorFlags {
      health.set(0, count: hasMagnetometer ? 10 : 7, false)
      return flags
    }
  }
}
