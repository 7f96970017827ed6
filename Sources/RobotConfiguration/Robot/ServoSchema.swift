/// What the robot file may say about the serial bus servos of one driver, beside the driver's own keys.
public struct ServoSchema: Sendable {
  /// The models that `model` names; the first where the file gives none.
  public var models: [Model]
  /// The numbers that a servo can have on its line.
  public var ids: ClosedRange<Int>
  /// The speeds of their lines [bit/s].
  public var speeds: [Int]
  /// The most servos of one line.
  public var mostServos: Int

  /// What a robot file may say.
  public init(models: [Model], ids: ClosedRange<Int>, speeds: [Int], mostServos: Int) {
    precondition(!models.isEmpty && !speeds.isEmpty)
    self.models = models
    self.ids = ids
    self.speeds = speeds
    self.mostServos = mostServos
  }

  /// A model.
  public struct Model: Sendable {
    /// Its name in the robot file (`sts3215`).
    public var name: String
    /// What its line has in common with others of its kind (`sts`): servos of one line are of one series.
    public var series: String
    /// How far it can be told to go: its goals are 0..<`travel` [rad].
    public var travel: Double
    /// Its motor and gear, for the simulation.
    public var motor: Motor

    /// A model.
    public init(name: String, series: String, travel: Double, motor: Motor) {
      self.name = name
      self.series = series
      self.travel = travel
      self.motor = motor
    }
  }

  /// The gear motor in a servo, in the units of `ActuatorDescription`.
  public struct Motor: Sendable {
    /// Rated supply [V].
    public var supply: Double
    /// Motor revolutions per revolution of the horn.
    public var gear: Double
    /// Torque constant [N.m/A].
    public var torqueConstant: Double
    /// Winding resistance [Ohm].
    public var resistance: Double
    /// Share of the torque that reaches the horn.
    public var efficiency: Double
    /// Rotor inertia seen from the horn [kg.m^2].
    public var armature: Double

    /// A motor.
    public init(
      supply: Double, gear: Double, torqueConstant: Double, resistance: Double,
      efficiency: Double, armature: Double
    ) {
      self.supply = supply
      self.gear = gear
      self.torqueConstant = torqueConstant
      self.resistance = resistance
      self.efficiency = efficiency
      self.armature = armature
    }
  }
}
