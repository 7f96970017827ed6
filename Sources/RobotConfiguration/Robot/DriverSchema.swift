/// What the robot file may say about a device of one driver. The catalogue in RobotAssembly declares
/// one per driver, so that a new driver brings its keys along.
public struct DriverSchema: Sendable {
  /// The name in the robot file (`as5600`).
  public var name: String
  /// What the device can be used as.
  public var kind: Kind
  /// The 7-bit addresses that the chip can have.
  public var addresses: ClosedRange<UInt8>
  /// The address when the file gives none; `nil`: the file must give one.
  public var defaultAddress: UInt8?
  /// Further addresses that the chip answers after power-on, until set-up turns them off
  /// (PCA9685: 0x70 all-call). They collide like its own.
  public var powerOnAddresses: [UInt8]
  /// How many channels it has (`left_pwm.0`): PWM outputs or mux channels.
  public var channelCount: Int
  /// The highest SCL frequency [Hz].
  public var maximumSpeed: Double
  /// The voltages that it can give a motor [V]; for a bridge for one motor.
  public var outputVolts: ClosedRange<Double>?
  /// The driver's own keys.
  public var keys: [Key]
  /// What else it says of a servo; `nil` for a device on I2C.
  public var servo: ServoSchema?
  /// What else it says of a tactile module on a serial line; `nil` for another device.
  public var pad: PadSchema?
  /// What the device needs to be a skin; `nil`: it cannot be one.
  public var tactile: TactileSchema?

  /// What a device can be used as.
  public enum Kind: String, Sendable {
    /// PWM channels for actuators.
    case pwm
    /// A bridge for one motor.
    case motor
    /// A shaft angle.
    case encoder
    /// Bus channels for other devices.
    case mux
    /// Voltage and current.
    case power
    /// Anything else that is measured.
    case sensor
    /// A servo on a serial line.
    case servo
    /// A tactile module on a serial line.
    case pad
  }

  /// One key of the driver.
  public struct Key: Sendable {
    /// The key (`frequency`).
    public var name: String
    /// The physical dimension of the value; a bare number is in its SI unit.
    public var dimension: Dimension
    /// Allowed values in SI units.
    public var range: ClosedRange<Double>
    /// The value when the file gives none.
    public var defaultValue: Double?
    /// Whether the file must give it.
    public var isRequired: Bool
    /// One line for the editor and the error message.
    public var summary: String

    /// A key.
    public init(
      _ name: String, _ dimension: Dimension, in range: ClosedRange<Double>,
      default defaultValue: Double? = nil, required isRequired: Bool = false, summary: String
    ) {
      self.name = name
      self.dimension = dimension
      self.range = range
      self.defaultValue = defaultValue
      self.isRequired = isRequired
      self.summary = summary
    }
  }

  /// A schema. `channelCount` is 16 for PWM devices and 8 for muxes unless given.
  public init(
    name: String, kind: Kind, addresses: ClosedRange<UInt8>, defaultAddress: UInt8?,
    powerOnAddresses: [UInt8] = [], channelCount: Int? = nil, maximumSpeed: Double,
    outputVolts: ClosedRange<Double>? = nil, keys: [Key] = [], tactile: TactileSchema? = nil
  ) {
    self.name = name
    self.kind = kind
    self.addresses = addresses
    self.defaultAddress = defaultAddress
    self.powerOnAddresses = powerOnAddresses
    self.channelCount = channelCount ?? Self.usualChannelCount(of: kind)
    self.maximumSpeed = maximumSpeed
    self.outputVolts = outputVolts
    self.keys = keys
    self.tactile = tactile
  }

  /// The schema of serial bus servos.
  public init(name: String, servo: ServoSchema, keys: [Key]) {
    self.init(
      name: name, kind: .servo, addresses: 0...0, defaultAddress: nil,
      maximumSpeed: Double(servo.speeds.max() ?? 0), keys: keys)
    self.servo = servo
  }

  /// The schema of tactile modules whose board sends on its own.
  public init(name: String, pad: PadSchema, tactile: TactileSchema) {
    self.init(
      name: name, kind: .pad, addresses: 0...0, defaultAddress: nil,
      maximumSpeed: Double(pad.speed), tactile: tactile)
    self.pad = pad
  }

  private static func usualChannelCount(of kind: Kind) -> Int {
    switch kind {
    case .pwm: 16
    case .mux: 8
    case .motor, .encoder, .power, .sensor, .servo, .pad: 0
    }
  }
}

/// The physical dimension of a value in the robot file, with the units that a person may write.
public enum Dimension: String, Sendable, CaseIterable {
  case number, angle, angularVelocity, angularAcceleration, angularJerk, time, frequency, voltage
  case current, resistance, torque, torquePerAngle, torquePerAngularVelocity, torquePerAngleTime
  case torquePerCurrent, inertia
  case length, velocity, acceleration, jerk, force, forcePerLength, forcePerVelocity
  case forcePerLengthTime
  case perTime, perTimeSquared, timeSquared, torqueRate, torquePerJerk
  case mass, forceRate, forcePerJerk, energy, temperature
}
