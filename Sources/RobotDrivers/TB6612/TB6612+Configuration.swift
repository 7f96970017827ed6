public import RobotHAL

extension TB6612 {
  /// How a bridge is wired to a PCA9685.
  public struct Configuration: Hashable, Sendable {
    /// The channel of PWM, 0...15.
    public let pwm: Int
    /// The channels of IN1 and IN2, 0...15; `nil` where they are lines of the board.
    public let inputs: Inputs?

    /// The channels of IN1 and IN2.
    public struct Inputs: Hashable, Sendable {
      /// IN1.
      public let in1: Int
      /// IN2.
      public let in2: Int
    }

    /// PWM on a channel, IN1 and IN2 on lines of the board. Checks the channel.
    public init(pwm: Int) throws(ConfigurationError) {
      try Self.check(pwm)
      self.pwm = pwm
      inputs = nil
    }

    /// All three on channels of one chip. Checks that they are three.
    public init(pwm: Int, in1: Int, in2: Int) throws(ConfigurationError) {
      for channel in [pwm, in1, in2] { try Self.check(channel) }
      guard pwm != in1, pwm != in2 else { throw .shared(channel: pwm) }
      guard in1 != in2 else { throw .shared(channel: in1) }
      self.pwm = pwm
      inputs = Inputs(in1: in1, in2: in2)
    }

    /// The least range of channels that holds all of them: one burst.
    public var channels: ClosedRange<Int> {
      guard let inputs else { return pwm...pwm }
      return min(pwm, inputs.in1, inputs.in2)...max(pwm, inputs.in1, inputs.in2)
    }

    /// Where the channels are in a burst from channel `first` on; `nil` where IN1 and IN2 are lines.
    public func offsets(from first: Int) -> Offsets? {
      inputs.map { Offsets(pwm: pwm - first, in1: $0.in1 - first, in2: $0.in2 - first) }
    }

    private static func check(_ channel: Int) throws(ConfigurationError) {
      guard (0..<PCA9685.channelCount).contains(channel) else { throw .channel(channel) }
    }
  }

  /// A burst over the channels of `configuration` that keeps the bridge open until it is encoded: full OFF
  /// on IN1 and IN2.
  ///
  /// With IN1 and IN2 on lines the burst shorts the motor only; the lines must be low for an open bridge.
  public static func command(
    for configuration: Configuration, at address: I2CAddress
  ) -> Exchange {
    let range = configuration.channels
    let burst = PCA9685.outputs(channels: range, at: address)
    guard let offsets = configuration.offsets(from: range.lowerBound) else { return burst }
    var request = burst.request
    var span = request.mutableSpan
    encode(coast(), at: offsets, into: &span)
    return Exchange(address: address, request: request, replyCount: 0)
  }

  /// A wiring that cannot be.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a channel of a PCA9685.
    case channel(Int)
    /// Two inputs on one channel.
    case shared(channel: Int)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .channel(let channel):
        "TB6612: channel \(channel) is outside 0...15; use the PCA9685 channel that the input is "
          + "wired to"
      case .shared(let channel):
        "TB6612: channel \(channel) is given for two inputs; PWM, IN1 and IN2 need one channel each"
      }
    }
  }
}
