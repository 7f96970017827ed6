/// One joint of the built-in plant: a brushed DC motor, its gear, and what the joint carries.
///
/// Motor and joint are two masses with a gap (backlash) between them, both seen from the joint:
///
///     i  = (drive V - conducting ke N w_m) / R          drive, conducting: shares of the PWM period
///     J_m w_m' = eta N kt i - b w_m - F sgn(w_m) - T    T: torque through the teeth
///     J_l dq'  = T - g                                  g: gravity of the tree
///
/// Semi-implicit Euler with `step`, implicit in the damping (b and back-EMF), which a light rotor would
/// make unstable otherwise; Coulomb friction as an impulse that can stop but not reverse.
public struct GearMotorJoint: Sendable {
  /// What the joint is made of, in SI units.
  public struct Parameters: Sendable, Hashable {
    /// Motor revolutions per joint revolution.
    public var gear: Double
    /// Torque constant [N.m/A] and back-EMF constant [V.s/rad].
    public var torqueConstant: Double
    /// Winding resistance [Ohm].
    public var resistance: Double
    /// Share of the motor torque that reaches the joint.
    public var efficiency: Double
    /// Rotor inertia seen from the joint [kg.m^2].
    public var armature: Double
    /// Viscous friction at the joint [N.m.s/rad].
    public var damping: Double
    /// Coulomb friction at the joint [N.m].
    public var friction: Double
    /// The gap between the teeth, seen from the joint [rad].
    public var backlash: Double
    /// Where the mechanical stops are [rad].
    public var stops: ClosedRange<Double>
    /// The joint's coordinate in the tree; -1: a joint that carries nothing.
    public var coordinate: Int
    /// Where the joint stands at the start [rad].
    public var start: Double

    /// A joint.
    public init(
      gear: Double, torqueConstant: Double, resistance: Double, efficiency: Double,
      armature: Double, damping: Double, friction: Double, backlash: Double,
      stops: ClosedRange<Double>, coordinate: Int, start: Double
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
    }
  }

  /// What the bridge does with the motor, as shares of a PWM period.
  struct Drive {
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

  /// The integration step [ns].
  static let step: Int64 = 50_000
  /// Stiffness of teeth and shafts [N.m/rad].
  private static let stiffness = 400.0
  /// What even an empty joint carries [kg.m^2].
  private static let leastInertia = 5e-5

  let parameters: Parameters
  private(set) var position: Double
  private(set) var velocity = 0.0
  private(set) var current = 0.0
  private var motorPosition: Double
  private var motorVelocity = 0.0

  init(_ parameters: Parameters) {
    self.parameters = parameters
    position = parameters.start
    motorPosition = parameters.start
  }

  /// One step under `drive` at `supply` V, carrying `inertia` kg.m^2 against `gravity` N.m.
  mutating func advance(drive: Drive, supply: Double, gravity: Double, inertia: Double) {
    let dt = Double(GearMotorJoint.step) * 1e-9
    let p = parameters
    let linkInertia = inertia + GearMotorJoint.leastInertia
    let constant = p.torqueConstant * p.gear
    let driven = p.efficiency * constant * drive.signed * supply / p.resistance
    let braking = p.efficiency * constant * constant * drive.conducting / p.resistance + p.damping
    if p.backlash > 0 {
      let teeth = teethTorque(linkInertia)
      turnMotor(driven - teeth, braking: braking, inertia: p.armature, dt)
      velocity += dt * (teeth - gravity) / linkInertia
      motorPosition += dt * motorVelocity
      position += dt * velocity
    } else {
      turnMotor(driven - gravity, braking: braking, inertia: p.armature + linkInertia, dt)
      velocity = motorVelocity
      position += dt * velocity
      motorPosition = position
    }
    let backEMF = constant * motorVelocity
    current = (drive.signed * supply - drive.conducting * backEMF) / p.resistance
    stop()
  }

  private mutating func turnMotor(
    _ torque: Double, braking: Double, inertia: Double, _ dt: Double
  ) {
    let free = (motorVelocity + dt * torque / inertia) / (1 + dt * braking / inertia)
    motorVelocity = rub(free, dt * parameters.friction / inertia)
  }

  /// The torque that the teeth transmit; none inside the gap, and they never pull.
  private func teethTorque(_ linkInertia: Double) -> Double {
    let gap = parameters.backlash * 0.5
    let twist = motorPosition - position
    let lighter = min(linkInertia, parameters.armature)
    let damping = (GearMotorJoint.stiffness * lighter).squareRoot()
    let rate = damping * (motorVelocity - velocity)
    if twist > gap { return max(GearMotorJoint.stiffness * (twist - gap) + rate, 0) }
    if twist < -gap { return min(GearMotorJoint.stiffness * (twist + gap) + rate, 0) }
    return 0
  }

  private func rub(_ velocity: Double, _ most: Double) -> Double {
    if velocity > most { return velocity - most }
    if velocity < -most { return velocity + most }
    return 0
  }

  /// The stop holds what the joint carries; the motor feels it through the teeth.
  private mutating func stop() {
    let stopped = min(max(position, parameters.stops.lowerBound), parameters.stops.upperBound)
    guard stopped != position else { return }
    position = stopped
    velocity = 0
    guard parameters.backlash == 0 else { return }
    motorPosition = stopped
    motorVelocity = 0
  }
}
