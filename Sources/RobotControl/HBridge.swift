/// Two PWM channels that drive an H-bridge in slow decay: IN1 and IN2 are shorted together, not
/// opened, in the off part of the period, so that the mean voltage is proportional to the duty.
///
/// Both channels' pulses begin together. Source: TI DRV8871 datasheet SLVSCY9B, table 1 and section
/// 7.3.2 (brake, slow decay). Real-time: yes.
public enum HBridge {
  /// Duties of the two channels, 0...1.
  public struct Duties: BitwiseCopyable, Hashable, Sendable {
    /// IN1.
    public var forward: Double
    /// IN2.
    public var reverse: Double
  }

  /// The channels' duties for a mean voltage of `duty` (-1...1) times the supply; 0 shorts the motor.
  /// What is not a number opens the bridge.
  @_noAllocation @_noLocks
  public static func duties(_ duty: Double) -> Duties {
    if duty >= 0 { return Duties(forward: 1, reverse: 1 - min(duty, 1)) }
    if duty < 0 { return Duties(forward: 1 - min(-duty, 1), reverse: 1) }
    return open()
  }

  /// Both channels low: the motor turns freely.
  @_noAllocation @_noLocks
  public static func open() -> Duties { Duties(forward: 0, reverse: 0) }
}
