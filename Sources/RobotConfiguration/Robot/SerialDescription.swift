public import RobotUnits

/// One serial line with servos or pads (`kind: serial`).
public struct SerialBusDescription: Sendable {
  /// The robot file's name for the bus.
  public var name: String
  /// The device node (`/dev/ttyUSB0`), or a part of the line's lasting name in `/dev/serial/by-id`.
  public var device: String
  /// Bits per second.
  public var speed: Frequency
  /// What adapter and kernel take at most until an answer is here. Default 1 ms.
  public var latency: TimeSpan
  /// Whether the host reads what it writes. Default false.
  public var echoes: Bool
  /// Where the file gives the bus.
  public var position: SourcePosition
  /// Where the file gives the speed.
  public var speedPosition: SourcePosition
}

/// One servo on a serial line: actuator, encoder and position loop in one.
public struct ServoDescription: Sendable {
  /// The robot file's name for the device.
  public var name: String
  /// The driver's name in the catalogue (`feetech`).
  public var driver: String
  /// Its model's name in the driver's schema (`sts3215`).
  public var model: String
  /// The index of the bus in `RobotDescription.serialBuses`.
  public var bus: Int
  /// Its number on the line.
  public var id: UInt8
  /// How far it can be told to go [rad]; goals are 0..<`travel`.
  public var travel: Double
  /// The driver's own keys in SI units; as `DeviceDescription.settings`.
  public var settings: [String: Double]
  /// How often it may fail.
  public var errors = ErrorBudgetDescription()
  /// Where the file gives the device.
  public var position: SourcePosition
}

extension ActuatorDescription {
  /// The servo `servo` of `RobotDescription.servos`, which is `model`.
  init(servo: Int, _ model: ServoSchema.Model, position: SourcePosition) {
    let motor = model.motor
    self.init(
      drive: .servo(servo), direction: 1, supply: motor.supply, gear: motor.gear,
      torqueConstant: motor.torqueConstant, resistance: motor.resistance,
      efficiency: motor.efficiency, armature: motor.armature, backlash: 0, stiffness: nil,
      damping: 0, position: position)
  }
}

extension RobotDescription {
  /// The names of all buses, I2C first, in the order in which the runtime numbers them.
  public var busNames: [String] { buses.map(\.name) + serialBuses.map(\.name) }
}
