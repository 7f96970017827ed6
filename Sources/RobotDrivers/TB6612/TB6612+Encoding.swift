extension TB6612 {
  /// What the inputs of a bridge are given.
  public struct Outputs: BitwiseCopyable, Hashable, Sendable {
    /// The duty of PWM, 0...1. While it is low, the motor is shorted, unless the bridge is open.
    public let pwm: Double
    /// IN1.
    public let in1: Bool
    /// IN2.
    public let in2: Bool

    /// Inputs.
    @_noAllocation @_noLocks
    public init(pwm: Double, in1: Bool, in2: Bool) {
      self.pwm = pwm
      self.in1 = in1
      self.in2 = in2
    }
  }

  /// The inputs for a mean motor voltage of `duty` (-1...1, saturated) times VM; positive is clockwise,
  /// O1 above O2. 0 shorts the motor; what is not a number opens the bridge. Real-time: yes.
  @_noAllocation @_noLocks
  public static func outputs(duty: Double) -> Outputs {
    if duty > 0 { return Outputs(pwm: duty < 1 ? duty : 1, in1: true, in2: false) }
    if duty < 0 { return Outputs(pwm: duty > -1 ? -duty : 1, in1: false, in2: true) }
    return duty == 0 ? brake() : coast()
  }

  /// Both inputs high: the motor is shorted, whatever PWM does.
  @_noAllocation @_noLocks
  public static func brake() -> Outputs { Outputs(pwm: 1, in1: true, in2: true) }

  /// Both inputs low under PWM: the bridge is open, the motor turns freely. The safe request.
  @_noAllocation @_noLocks
  public static func coast() -> Outputs { Outputs(pwm: 1, in1: false, in2: false) }

  /// Writes `outputs` into a `PCA9685.outputs` burst whose channels at `offsets` are PWM, IN1 and IN2. All
  /// three change together, at the burst's STOP. Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    _ outputs: Outputs, at offsets: Offsets, into request: inout MutableSpan<UInt8>
  ) {
    PCA9685.encode(duty: outputs.pwm, offset: offsets.pwm, into: &request)
    PCA9685.encode(counts: outputs.in1 ? 4096 : 0, offset: offsets.in1, into: &request)
    PCA9685.encode(counts: outputs.in2 ? 4096 : 0, offset: offsets.in2, into: &request)
  }

  /// Where a bridge's channels are in a burst: 0 is the burst's first channel.
  public struct Offsets: BitwiseCopyable, Hashable, Sendable {
    /// PWM.
    public let pwm: Int
    /// IN1.
    public let in1: Int
    /// IN2.
    public let in2: Int

    /// Offsets in a burst.
    @_noAllocation @_noLocks
    public init(pwm: Int, in1: Int, in2: Int) {
      self.pwm = pwm
      self.in1 = in1
      self.in2 = in2
    }
  }
}
