/// What gives a motor its voltage.
public enum DriveDescription: Hashable, Sendable {
  /// A bridge with two inputs on PWM channels (`bridge: [pwm.0, pwm.1]`): IN1 drives forward, IN2 back.
  case bridge(forward: ActuatorDescription.Channel, reverse: ActuatorDescription.Channel)
  /// A bridge that takes a direction and a PWM (`bridge: { pwm: pwm.0, in1: pwm.1, in2: pwm.2 }`).
  case directedBridge(DirectedBridgeDescription)
  /// A chip with one bridge in it (`device: hand_motor`): an index into `RobotDescription.devices`.
  case device(Int)
  /// A servo with a position loop of its own (`servo: pan`): an index into `RobotDescription.servos`.
  case servo(Int)
}

/// A bridge with PWM, IN1 and IN2, as TB6612FNG has it.
public struct DirectedBridgeDescription: Hashable, Sendable {
  /// The channel of PWM.
  public var pwm: ActuatorDescription.Channel
  /// IN1, high to drive forward, and IN2, high to drive back.
  public var inputs: Inputs
  /// The line at STBY, which is active while the robot is powered: an index into `RobotDescription.lines`.
  public var standby: Int?

  /// What gives the direction.
  public enum Inputs: Hashable, Sendable {
    /// Channels of the device that PWM is on.
    case channels(in1: ActuatorDescription.Channel, in2: ActuatorDescription.Channel)
    /// Output lines of the board: indices into `RobotDescription.lines`.
    case lines(in1: Int, in2: Int)
  }

  /// The PWM channels that it takes.
  public var channels: [ActuatorDescription.Channel] {
    switch inputs {
    case .channels(let in1, let in2): [pwm, in1, in2]
    case .lines: [pwm]
    }
  }
}

extension ActuatorDescription {
  /// The device that is told the duty, an index into `RobotDescription.devices`; none for a servo.
  public var device: Int? {
    switch drive {
    case .bridge(let forward, _): forward.device
    case .directedBridge(let bridge): bridge.pwm.device
    case .device(let device): device
    case .servo: nil
    }
  }

  /// The servo, where it is one: an index into `RobotDescription.servos`.
  public var servo: Int? {
    if case .servo(let servo) = drive { servo } else { nil }
  }

  /// The PWM channels that it takes.
  public var channels: [Channel] {
    switch drive {
    case .bridge(let forward, let reverse): [forward, reverse]
    case .directedBridge(let bridge): bridge.channels
    case .device, .servo: []
    }
  }

  /// The line that opens its bridge, beside that of its device.
  public var standby: Int? {
    if case .directedBridge(let bridge) = drive { bridge.standby } else { nil }
  }
}
