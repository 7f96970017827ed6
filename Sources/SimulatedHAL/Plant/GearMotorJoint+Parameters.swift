public import RobotControl

extension GearMotorJoint {
  /// What the joint is made of, in SI units.
  public struct Parameters: Sendable, Hashable {
    /// Motor revolutions per revolution of the gear motor's shaft.
    public var gear: Double
    /// Torque constant [N.m/A] and back-EMF constant [V.s/rad].
    public var torqueConstant: Double
    /// Winding resistance [Ohm].
    public var resistance: Double
    /// Share of the motor torque that reaches the transmission, or the joint where that loses some too.
    public var efficiency: Double
    /// Rotor inertia seen from the shaft [kg.m^2].
    public var armature: Double
    /// Viscous friction at the joint [N.m.s/rad or N.s/m].
    public var damping: Double
    /// Coulomb friction at the joint [N.m or N].
    public var friction: Double
    /// The gap between the teeth, seen from the shaft [rad].
    public var backlash: Double
    /// Where the mechanical stops are [rad or m].
    public var stops: ClosedRange<Double>
    /// The joint's coordinate in the tree; -1: a joint that carries nothing.
    public var coordinate: Int
    /// Where the joint stands at the start [rad or m].
    public var start: Double
    /// The spring between rotor and shaft; `nil`: rigid, or with play or a linkage as stiff as steel teeth.
    public var compliance: Compliance?
    /// What lies between shaft and joint; its rate is above 0.
    public var transmission: Transmission

    /// A joint.
    public init(
      gear: Double, torqueConstant: Double, resistance: Double, efficiency: Double,
      armature: Double, damping: Double, friction: Double, backlash: Double,
      stops: ClosedRange<Double>, coordinate: Int, start: Double, compliance: Compliance? = nil,
      transmission: Transmission = .ratio(.direct())
    ) {
      self.gear = gear
      self.torqueConstant = torqueConstant
      self.resistance = resistance
      self.efficiency = efficiency
      self.armature = armature
      self.damping = damping
      self.friction = friction
      self.backlash = backlash
      self.stops = stops
      self.coordinate = coordinate
      self.start = start
      self.compliance = compliance
      self.transmission = transmission
    }
  }

  /// The elasticity of a harmonic drive, seen from the shaft.
  public struct Compliance: Sendable, Hashable {
    /// Torsional stiffness [N.m/rad]; above 0.
    public var stiffness: Double
    /// Damping in parallel [N.m.s/rad]; at least 0.
    public var damping: Double

    /// A spring and a damper.
    public init(stiffness: Double, damping: Double) {
      self.stiffness = stiffness
      self.damping = damping
    }
  }

  /// What the bridge does with the motor, as shares of a PWM period.
  struct Drive: Equatable {
    /// +V minus -V.
    var signed: Double
    /// Driven or shorted, that is, not open.
    var conducting: Double

    /// Two channels whose pulses begin together: both high shorts the motor, both low opens it.
    init(forward: Double, reverse: Double) {
      signed = forward - reverse
      conducting = max(forward, reverse)
    }
  }
}
