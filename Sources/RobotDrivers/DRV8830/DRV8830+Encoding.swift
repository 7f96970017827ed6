extension DRV8830 {
  /// CONTROL for a motor freely turning: both outputs open. What a bridge is asked when it must be safe.
  public static var coast: UInt8 {
    @_noAllocation @_noLocks
    get { 0x00 }
  }

  /// CONTROL for a shorted motor: both outputs high.
  public static var brake: UInt8 {
    @_noAllocation @_noLocks
    get { 0x03 }
  }

  /// CONTROL for a mean motor voltage of `volts`, OUT1 against OUT2 [V], saturated to ±5.06 V.
  ///
  /// 0 and what is nearer to 0 than to ±0.48 V shorts the motor; what is not a number lets it turn freely.
  /// Positive is IN1 alone ("H-Bridge Logic"). Real-time: yes.
  @_noAllocation @_noLocks
  public static func control(volts: Double) -> UInt8 {
    guard volts == volts else { return coast }
    let setting = setting(volts: volts)
    guard setting > 0 else { return brake }
    return setting << 2 | (volts > 0 ? 0x01 : 0x02)
  }

  /// CONTROL for `duty` (-1...1) of a supply of `supplyVolts` V. Real-time: yes.
  @_noAllocation @_noLocks
  public static func control(duty: Double, supplyVolts: Double) -> UInt8 {
    control(volts: (duty > 1 ? 1 : duty < -1 ? -1 : duty) * supplyVolts)
  }

  /// Writes CONTROL into the request of `command(for:)`, which begins at `offset` of `request`.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    control: UInt8, offset: Int = 0, into request: inout MutableSpan<UInt8>
  ) {
    request[offset + 1] = control
  }

  /// The motor voltage that CONTROL stands for [V]; `nil` for an open bridge. Real-time: yes.
  @_noAllocation @_noLocks
  public static func volts(control: UInt8) -> Double? {
    let magnitude = volts(setting: control >> 2)
    switch control & 0x03 {
    case 0x00: return nil
    case 0x01: return magnitude
    case 0x02: return -magnitude
    default: return 0
    }
  }
}
