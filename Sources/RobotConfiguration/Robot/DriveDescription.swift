/// What gives a motor its voltage.
public enum DriveDescription: Hashable, Sendable {
  /// A bridge with two inputs on PWM channels (`bridge: [pwm.0, pwm.1]`): IN1 drives forward, IN2 back.
  case bridge(forward: ActuatorDescription.Channel, reverse: ActuatorDescription.Channel)
  /// A bridge that takes a direction and a PWM, all on channels of one device
  /// (`bridge: { pwm: pwm.0, in1: pwm.1, in2: pwm.2 }`).
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
  /// The channel of IN1, high to drive forward.
  public var in1: ActuatorDescription.Channel
  /// The channel of IN2, high to drive back.
  public var in2: ActuatorDescription.Channel
  /// The line at STBY, which is active while the robot is powered: an index into `RobotDescription.lines`.
  public var standby: Int?
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
    case .directedBridge(let bridge): [bridge.pwm, bridge.in1, bridge.in2]
    case .device, .servo: []
    }
  }

  /// The line that opens its bridge, beside that of its device.
  public var standby: Int? {
    if case .directedBridge(let bridge) = drive { bridge.standby } else { nil }
  }
}
