public import RobotHAL

extension MPR121 {
  /// Decodes the replies to `exchanges(for:)`: the data of each electrode, then whether each is touched.
  /// Real-time: yes.
  public struct Decoder: SensorDecoder {
    private let electrodes: Int

    /// A decoder for electrodes 0..<`electrodes`, at most twelve.
    @_noAllocation @_noLocks
    public init(electrodes: Int) { self.electrodes = electrodes < 12 ? electrodes : 12 }

    /// Overcurrent (OVCF) takes everything: the chip has stopped. An electrode that is out of range for
    /// the auto-configuration, or at an end of its ten bits, takes its own two channels.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == 4 + 2 * electrodes, !reply.isAll(0xFF) else {
        return refuse(.invalid, &health)
      }
      // A chip in power-on reset has measured nothing.
      guard !reply.isAll(0x00) else { return refuse(SensorFlags.invalid.and(.wasReset), &health) }
      guard let touched = MPR121.touched(low: reply[0], high: reply[1]) else {
        return refuse(.deviceFault, &health)
      }
      let outOfRange = UInt16(reply[3] & 0x0F) << 8 | UInt16(reply[2])
      let failed = reply[3] & StatusBits.autoConfigurationFailed != 0
      var flags = SensorFlags(rawValue: failed ? SensorFlags.deviceFault.rawValue : 0)
      for electrode in 0..<electrodes {
        let counts = MPR121.filtered(
          low: reply[4 + 2 * electrode], high: reply[5 + 2 * electrode])
        let bit: UInt16 = 1 << UInt16(electrode)
        let isClipped = counts == 0 || counts == 0x3FF
        let isValid = !isClipped && outOfRange & bit == 0
        if isClipped { flags = flags.and(.clipped) }
        if outOfRange & bit != 0 { flags = flags.and(.deviceFault) }
        health.set(electrode, isValid)
        health.set(electrodes + electrode, isValid)
        guard isValid else { continue }
        values[electrode] = Double(counts)
        values[electrodes + electrode] = touched & bit != 0 ? 1 : 0
      }
      return flags
    }

    @_noAllocation @_noLocks
    private func refuse(_ flags: SensorFlags, _ health: inout ChannelMask) -> SensorFlags {
      health.set(0, count: 2 * electrodes, false)
      return flags
    }
  }
}
