public import RobotControl

/// One joint of the built-in plant: a brushed DC motor, its gear, a transmission, and what the joint
/// carries.
///
/// Rotor and joint are two masses, the rotor seen from the gear motor's shaft; between shaft and
/// transmission lie play (backlash) and a spring, where there are any:
///
///     i  = (drive V - conducting ke N w_m) / R          drive, conducting: shares of the PWM period
///     J_m w_m' = eta N kt i - b w_m - F sgn(w_m) - T    T: torque through teeth and spring
///     J_l dq'  = n T - g                                n: shaft per joint, g: gravity of the tree
///
/// Semi-implicit Euler with `step`, implicit in the damping (b and back-EMF), which a light rotor would
/// make unstable otherwise; Coulomb friction as an impulse that can stop but not reverse; then the spring,
/// by `ElasticDrive`. Without play and spring both masses are one. A linkage is never rigid: its rate
/// changes on the way, which one mass would have to answer for.
public struct GearMotorJoint: Sendable {
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
  /// Stiffness of teeth and shafts, where nothing else is said [N.m/rad].
  private static let teethStiffness = 400.0
  /// What even an empty joint carries [kg.m^2].
  static let leastInertia = 5e-5

  let parameters: Parameters
  private(set) var position: Double
  private(set) var velocity = 0.0
  private(set) var current = 0.0
  /// The rotor, seen from the shaft.
  private(set) var motorPosition: Double
  private(set) var motorVelocity = 0.0
  private let elastic: ElasticDrive?

  init(_ parameters: Parameters) {
    self.parameters = parameters
    position = parameters.start
    motorPosition = parameters.transmission.actuatorPosition(joint: parameters.start)
    var isRigid = parameters.backlash == 0 && parameters.compliance == nil
    if case .fourBar = parameters.transmission { isRigid = false }
    let spring = parameters.compliance
    elastic =
      isRigid
      ? nil
      : ElasticDrive(
        stiffness: spring?.stiffness ?? GearMotorJoint.teethStiffness, damping: spring?.damping,
        gap: 0.5 * parameters.backlash)
  }

  /// One step under `drive` at `supply` V, carrying `inertia` kg.m^2 (or kg) against `gravity` N.m
  /// (or N).
  mutating func advance(drive: Drive, supply: Double, gravity: Double, inertia: Double) {
    let dt = Double(GearMotorJoint.step) * 1e-9
    let p = parameters
    let rate = p.transmission.rate(joint: position)
    let linkInertia = inertia + GearMotorJoint.leastInertia
    let constant = p.torqueConstant * p.gear
    let driven = p.efficiency * constant * drive.signed * supply / p.resistance
    let braking =
      p.efficiency * constant * constant * drive.conducting / p.resistance
      + p.damping / (rate * rate)
    if let elastic {
      let rotor = p.armature + dt * braking
      velocity -= dt * gravity / linkInertia
      transmit(
        elastic, (p.armature * motorVelocity + dt * driven) / rotor,
        Load(rotor: rotor, rate: rate, inertia: linkInertia, step: dt))
    } else {
      let shaftInertia = p.armature + linkInertia / (rate * rate)
      let torque = driven - gravity / rate
      let free =
        (motorVelocity + dt * torque / shaftInertia) / (1 + dt * braking / shaftInertia)
      motorVelocity = rub(free, dt * (p.friction / rate) / shaftInertia)
      velocity = motorVelocity / rate
      position += dt * velocity
      motorPosition = p.transmission.actuatorPosition(joint: position)
    }
    let backEMF = constant * motorVelocity
    current = (drive.signed * supply - drive.conducting * backEMF) / p.resistance
    if elastic == nil { stop() }
  }

  /// What the rotor turns in one step of `step` s, seen through the transmission.
  private struct Load {
    /// What the rotor opposes to a torque, its braking included [kg.m^2].
    var rotor: Double
    var rate: Double
    var inertia: Double
    var step: Double
  }

  /// Both masses move, the rotor to the velocity `free` if it turned alone. A link that would go through
  /// its stop stands there instead, and a rotor that friction holds stands too: then all that the torque
  /// between them moves is the other one.
  private mutating func transmit(_ elastic: ElasticDrive, _ free: Double, _ load: Load) {
    let rotor = (motorPosition, motorVelocity)
    move(elastic, free, load)
    let stop = stopped(position)
    if (position - stop) * velocity > 0 {
      (motorPosition, motorVelocity) = rotor
      (position, velocity) = (stop, 0)
      var wall = load
      wall.inertia = .infinity
      move(elastic, free, wall)
    }
    position = stopped(position)
  }

  private mutating func move(_ elastic: ElasticDrive, _ free: Double, _ load: Load) {
    let dt = load.step
    let friction = dt * (parameters.friction / load.rate) / load.rotor
    let step = step(elastic, from: motorVelocity, to: free, 1 / load.rotor, load)
    let slid = rub(free - dt * step.torque / load.rotor, friction)
    if slid == 0, friction > 0 {
      motorVelocity = 0
      moveLink(self.step(elastic, from: 0, to: 0, 0, load), load)
      return
    }
    motorPosition += dt * (step.isMidpoint ? 0.5 * (motorVelocity + slid) : slid)
    motorVelocity = slid
    moveLink(step, load)
  }

  /// What is transmitted while the rotor, `response` 1/(kg.m^2) to a torque, goes from one velocity to
  /// another.
  private func step(
    _ elastic: ElasticDrive, from before: Double, to free: Double, _ response: Double, _ load: Load
  ) -> ElasticDrive.Step {
    let shaftInertia = load.inertia / (load.rate * load.rate)
    let link = load.rate * velocity
    return elastic.step(
      twist: motorPosition - parameters.transmission.actuatorPosition(joint: position),
      ElasticDrive.Rates(mean: 0.5 * (before + free) - link, end: free - link),
      response: response + 1 / shaftInertia, lighter: min(parameters.armature, shaftInertia),
      load.step)
  }

  private mutating func moveLink(_ step: ElasticDrive.Step, _ load: Load) {
    let before = velocity
    velocity += load.step * load.rate * step.torque / load.inertia
    position += load.step * (step.isMidpoint ? 0.5 * (before + velocity) : velocity)
  }

  private func rub(_ velocity: Double, _ most: Double) -> Double {
    if velocity > most { return velocity - most }
    if velocity < -most { return velocity + most }
    return 0
  }

  /// The nearest position between the mechanical stops.
  private func stopped(_ position: Double) -> Double {
    min(max(position, parameters.stops.lowerBound), parameters.stops.upperBound)
  }

  /// The stop holds joint and rotor, which are one.
  private mutating func stop() {
    let stopped = stopped(position)
    guard stopped != position else { return }
    position = stopped
    velocity = 0
    motorPosition = parameters.transmission.actuatorPosition(joint: stopped)
    motorVelocity = 0
  }
}

extension GearMotorJoint {
  /// The joint's motion in one step of `step` s, found by `CoupledMotors`.
  mutating func move(velocity: Double, step: Double) {
    self.velocity = velocity
    position += step * velocity
  }

  /// Where the rotor stands, which moves other joints too, and what its winding carries.
  mutating func turn(rotor: Double, velocity: Double, _ drive: Drive, supply: Double) {
    motorPosition = rotor
    motorVelocity = velocity
    let backEMF = parameters.torqueConstant * parameters.gear * velocity
    current = (drive.signed * supply - drive.conducting * backEMF) / parameters.resistance
  }
}
