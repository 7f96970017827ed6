public import RobotHAL
import RobotUnits

extension BNO055 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder, Hashable {
    private let mode: Mode

    /// A decoder for the mode that the chip was set to.
    @_noAllocation @_noLocks
    public init(mode: Mode) { self.mode = mode }

    private var count: Int {
      @_noAllocation @_noLocks
      get { mode.hasMagnetometer ? 21 : 18 }
    }

    /// All channels, if SYS_STATUS says that the fusion runs and the quaternion is a rotation.
    ///
    /// The chip has no sign that data are new: its fusion makes them every 10 ms.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 51, !reply.isAll(0xFF) else { return refuse(.invalid, &health) }
      let status = reply[0x39 - 0x08]
      if status == Status.error { return refuse(SensorFlags.invalid.and(.deviceFault), &health) }
      // Idle is the configuration mode, that is, the state after power-on; up to the self-test it starts.
      if status <= Status.selfTest || status == Status.withoutFusion {
        return refuse(SensorFlags.invalid.and(.wasReset), &health)
      }
      guard status == Status.fusion else { return refuse(.invalid, &health) }
      var flags = measurements(reply, into: &values, health: &health)
      flags = flags.and(orientation(reply, into: &values, health: &health))
      return flags.and(calibration(reply, into: &values, health: &health))
    }

    @_noAllocation @_noLocks
    private func measurements(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      var flags = SensorFlags(rawValue: 0)
      for axis in 0..<3 {
        let force = word(reply, 0x08 + 2 * axis)
        let rate = word(reply, 0x14 + 2 * axis)
        flags = flags.and(
          store(
            BNO055.acceleration(counts: force),
            isWithin: magnitude(force) < Int(BNO055.fullAcceleration), at: axis,
            into: &values, health: &health))
        flags = flags.and(
          store(
            BNO055.angularVelocity(counts: rate),
            isWithin: magnitude(rate) < Int(BNO055.fullAngularVelocity), at: 3 + axis,
            into: &values, health: &health))
        guard mode.hasMagnetometer else { continue }
        let field = word(reply, 0x0E + 2 * axis)
        flags = flags.and(
          store(
            BNO055.field(counts: field), isWithin: magnitude(field) < 32767, at: 18 + axis,
            into: &values, health: &health))
      }
      let celsius = Double(Int8(bitPattern: reply[0x34 - 0x08]))
      return flags.and(
        InertialWords.store(celsius, at: 6, from: -40, to: 85, into: &values, health: &health))
    }

    @_noAllocation @_noLocks
    private func orientation(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      var square = 0.0
      for part in 0..<4 {
        let number = BNO055.quaternion(counts: word(reply, 0x20 + 2 * part))
        square += number * number
      }
      // Sixteen bits round by far less; a torn or empty quaternion is no rotation.
      guard square > 0.98, square < 1.02 else {
        health.set(7, count: 7, false)
        return .invalid
      }
      for part in 0..<4 {
        values[7 + part] = BNO055.quaternion(counts: word(reply, 0x20 + 2 * part))
      }
      for axis in 0..<3 {
        values[11 + axis] = BNO055.acceleration(counts: word(reply, 0x28 + 2 * axis))
      }
      health.set(7, count: 7, true)
      return SensorFlags(rawValue: 0)
    }

    /// CALIB_STAT: two bits each of system, gyroscope, accelerometer, magnetometer.
    @_noAllocation @_noLocks
    private func calibration(
      _ reply: Reply, into values: inout MutableSpan<Double>, health: inout ChannelMask
    ) -> SensorFlags {
      let levels = reply[0x35 - 0x08]
      values[14] = Double(levels >> 6)
      values[15] = Double(levels >> 4 & 3)
      values[16] = Double(levels >> 2 & 3)
      values[17] = Double(levels & 3)
      health.set(14, count: 4, true)
      let isWeak = levels & 0x30 == 0 || (mode.hasMagnetometer && levels & 0x03 == 0)
      return isWeak ? .weak : SensorFlags(rawValue: 0)
    }

    @_noAllocation @_noLocks
    private func store(
      _ number: Double, isWithin: Bool, at channel: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      health.set(channel, isWithin)
      guard isWithin else { return .clipped }
      values[channel] = number
      return SensorFlags(rawValue: 0)
    }

    @_noAllocation @_noLocks
    private func word(_ reply: Reply, _ register: Int) -> Int16 {
      Int16(bitPattern: reply.littleEndian(at: register - 0x08))
    }

    @_noAllocation @_noLocks
    private func magnitude(_ counts: Int16) -> Int { counts < 0 ? -Int(counts) : Int(counts) }

    @_noAllocation @_noLocks
    private func refuse(_ flags: SensorFlags, _ health: inout ChannelMask) -> SensorFlags {
      health.set(0, count: count, false)
      return flags
    }
  }
}
