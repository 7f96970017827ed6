import RobotControl
import RobotDynamics

/// One joint of the built-in plant: a brushed DC motor, its gear, a transmission, friction and stops.
///
/// Rotor and joint are two masses, the rotor seen from the gear motor's shaft; between shaft and
/// transmission lie play (backlash) and a spring, where there are any:
///
///     i  = (drive V - conducting K w_m) / R             drive, conducting: shares of the PWM period
///     J_m w_m' = eta K i - b w_m - F sgn(w_m) - T       K: torque constant times gear, w_m: the rotor
///     tau = n T                                         on the joint, with n: shaft per joint
///
/// The joint itself moves with the tree (`PlantDynamics`), which solves all joints of a step together. For
/// that each joint says what drives it as a line: an effort that falls with the joint's velocity at the
/// step's end, by back-EMF, viscous friction and the spring. What is no line is one in pieces: a joint
/// slides or is held by its friction, stands at a stop or does not, flanks touch or do not. A joint goes
/// into a step as it came out of the last, and corrects itself until its piece is the one that it ends on.
/// So friction holds exactly, at rest and without chatter, and stops are hard and without rebound; neither
/// makes a step unstable, nor do light rotors and stiff springs.
///
/// Without play and spring both masses are one, and friction acts on it; otherwise on the rotor. A
/// linkage is never rigid: its rate changes on the way, which one mass would have to answer for. The rotor
/// of a coupled joint is no part of it: it turns a shaft that moves others too (`PlantTies`).
/// Source: D. E. Stewart and J. C. Trinkle, "An implicit time-stepping scheme for rigid body dynamics with
/// inelastic collisions and Coulomb friction", Int. J. Numer. Methods Eng. 39, 1996 (velocity-level steps).
public struct GearMotorJoint: Sendable {
  /// Stiffness of teeth and shafts, where nothing else is said [N.m/rad].
  private static let teethStiffness = 400.0
  /// What even an empty joint carries [kg.m^2].
  static let leastInertia = 5e-5
  /// How often a joint may correct itself in one step, before it stays as it is.
  private static let mostCorrections = 6

  let parameters: Parameters
  private(set) var position: Double
  private(set) var velocity = 0.0
  private(set) var current = 0.0
  /// The rotor, seen from the shaft.
  private(set) var motorPosition: Double
  private(set) var motorVelocity = 0.0
  /// What the surroundings do at the joint [N.m or N].
  var push = 0.0
  /// What the shafts of coupled motors and the joints that follow it do to it in this step [N.m or N].
  var tied = 0.0
  /// What a holding brake holds against [N.m or N]: friction beside that of the joint.
  var brake = 0.0
  /// The motor in its place turns a shaft that moves other joints too.
  var isCoupled = false
  private let motor: Motor
  private let gearShaft: Shaft
  private let elastic: ElasticDrive?
  /// Which way friction is overcome: 1 or -1; 0 where it holds, or where there is none.
  private var slide = 0.0
  /// Which stop holds the joint: 1 the upper, -1 the lower; 0 none.
  private var stop = 0.0
  private var step = Step()
  /// What the joint felt of the tree in the last step [kg.m^2 or kg].
  private var inertia: Double

  /// What does not change while a step is solved.
  private struct Step {
    var dt = 0.0
    var supply = 0.0
    var drive = Drive(forward: 0, reverse: 0)
    /// Shaft per joint.
    var rate = 1.0
    /// The motor's torque at rest, and how it falls with the shaft's velocity.
    var motor = (driven: 0.0, braking: 0.0)
    /// The same of what drives this joint alone.
    var driven = 0.0
    var braking = 0.0
    var contact = ElasticDrive.Contact.none
    /// As solved: the rotor if the spring were not there, what the spring gives, and by which rule.
    var rotor = ElasticDrive.Rotor(before: 0, free: 0, response: 0)
    var torque = ElasticDrive.Torque()
    var isMidpoint = false
    var hasParted = false
    var corrections = 0
  }

  init(_ parameters: Parameters) {
    self.parameters = parameters
    motor = Motor(parameters)
    let shaft = Shaft(parameters.transmission)
    gearShaft = shaft
    position = parameters.start
    motorPosition = shaft.position(joint: parameters.start)
    var isRigid = parameters.backlash == 0 && parameters.compliance == nil
    if case .fourBar = parameters.transmission { isRigid = false }
    let spring = parameters.compliance
    elastic =
      isRigid
      ? nil
      : ElasticDrive(
        stiffness: spring?.stiffness ?? GearMotorJoint.teethStiffness, damping: spring?.damping,
        gap: 0.5 * parameters.backlash)
    inertia = .infinity
  }

  /// Begins a step of `dt` s under `drive` at `supply` V.
  mutating func begin(drive: Drive, supply: Double, _ dt: Double) {
    step.dt = dt
    step.drive = drive
    step.supply = supply
    step.rate = gearShaft.rate(joint: position)
    step.motor = (motor.gain * drive.signed * supply, motor.braking * drive.conducting)
    step.driven = isCoupled ? 0 : step.motor.driven
    step.braking =
      (isCoupled ? 0 : step.motor.braking) + parameters.damping / (step.rate * step.rate)
    step.corrections = 0
    step.hasParted = false
    if let elastic { step.contact = elastic.contact(twist: twist) }
  }

  /// What drives the joint in this step.
  mutating func law() -> JointStep {
    var joint = JointStep()
    joint.armature = GearMotorJoint.leastInertia
    let n = step.rate
    if let elastic {
      step.rotor = rotor()
      step.torque = elastic.torque(
        step.contact, twist: twist, step.rotor, rate: n * velocity,
        lighter: min(parameters.armature, inertia / (n * n)), step.dt)
      step.isMidpoint = if case .held = step.contact { true } else { false }
      joint.effort = push + tied + n * step.torque.atRest
      joint.damping = n * n * step.torque.damping
      joint.isHeld = stop != 0
    } else {
      if !isCoupled { joint.armature += n * n * parameters.armature }
      joint.effort = push + tied + n * step.driven - slide * friction
      joint.damping = n * n * step.braking
      joint.isHeld = stop != 0 || isStuck
    }
    return joint
  }

  /// Looks at what came of the step as `joint` says; true: it ended elsewhere than it was solved for, and
  /// is to be solved again.
  mutating func correct(_ joint: JointStep) -> Bool {
    guard step.corrections < GearMotorJoint.mostCorrections else { return false }
    let before = (slide, stop)
    var isAnother = false
    if let elastic {
      let contact = step.contact
      correctRotor(elastic, joint)
      isAnother = contact != step.contact
    } else {
      correctSlide(joint)
    }
    correctStop(joint)
    if before != (slide, stop) { isAnother = true }
    if isAnother { step.corrections += 1 }
    return isAnother
  }

  /// Ends the step.
  mutating func end(_ joint: JointStep) {
    let dt = step.dt
    let before = velocity
    let end = elastic == nil ? step.rate * joint.velocity : rotorVelocity(joint)
    inertia = joint.inertia + GearMotorJoint.leastInertia
    velocity = joint.velocity
    if elastic != nil {
      motorPosition += dt * (step.isMidpoint ? 0.5 * (step.rotor.before + end) : end)
      position += dt * (step.isMidpoint ? 0.5 * (before + velocity) : velocity)
    } else {
      position += dt * velocity
    }
    // Where corrections ended, or the mean velocity led a little further.
    position = stop == 0 ? withinStops(position) : stopPosition
    motorVelocity = end
    if elastic == nil {
      motorPosition = gearShaft.position(joint: position)
    }
    takeCurrent()
  }

  private mutating func takeCurrent() {
    let volts = step.drive.signed * step.supply
    current = (volts - step.drive.conducting * motor.backEMF * motorVelocity) * motor.conductance
  }

  /// What the bridge takes from the supply in the mean of a PWM period [A].
  var supplyCurrent: Double { step.drive.signed * current }

  /// Puts the joint at `position` or its nearest stop, at rest.
  mutating func place(at position: Double) {
    self.position = withinStops(position)
    velocity = 0
    motorPosition = gearShaft.position(joint: self.position)
    motorVelocity = 0
    slide = 0
    stop = 0
  }

  // MARK: A joint that moves outside

  /// What the motor does at the joint in the step that has begun, for whoever moves the joint.
  var drive: JointDrive {
    let n = step.rate
    return JointDrive(
      effort: push + n * step.motor.driven, damping: n * n * step.motor.braking,
      armature: n * n * parameters.armature, friction: brake)
  }

  /// Ends the step where the joint is found.
  mutating func take(_ state: JointState) {
    position = state.position
    velocity = state.velocity
    motorPosition = gearShaft.position(joint: position)
    motorVelocity = step.rate * velocity
    takeCurrent()
  }

  // MARK: The shaft of a coupled joint

  /// What drives the shaft: a torque that falls with its velocity at the step's end, its rotor's inertia
  /// included [N.m, N.m.s/rad].
  var shaft: (torque: Double, damping: Double) {
    // Even a shaft without a rotor has to weigh something.
    let inertia = (parameters.armature + 1e-9) / step.dt
    return (step.motor.driven + inertia * motorVelocity, step.motor.braking + inertia)
  }

  /// Where the shaft came to stand, after the step's end.
  mutating func turn(position: Double, velocity: Double) {
    motorPosition = position
    motorVelocity = velocity
    takeCurrent()
  }

  // MARK: Ahead of time

  /// Where the joint will be in `time` s if it goes on as it does.
  func position(in time: Double) -> Double { withinStops(position + time * velocity) }

  private func withinStops(_ position: Double) -> Double {
    if position < parameters.stops.lowerBound { return parameters.stops.lowerBound }
    return position > parameters.stops.upperBound ? parameters.stops.upperBound : position
  }

  /// Where the stop is that holds it.
  private var stopPosition: Double {
    stop > 0 ? parameters.stops.upperBound : parameters.stops.lowerBound
  }

  /// The same of the rotor.
  func motorPosition(in time: Double) -> Double {
    if elastic != nil || isCoupled { return motorPosition + time * motorVelocity }
    return gearShaft.position(joint: position(in: time))
  }

  // MARK: The pieces

  /// The twist of spring and play [rad].
  var twist: Double { motorPosition - gearShaft.position(joint: position) }

  private var friction: Double { parameters.friction + brake }

  private var isStuck: Bool { slide == 0 && friction > 0 }

  /// Friction of a joint that is one mass: it gives no more than it has, and only against the motion.
  private mutating func correctSlide(_ joint: JointStep) {
    guard friction > 0, stop == 0 else { return }
    if slide == 0 {
      let needed = joint.effort - push - tied - step.rate * step.driven
      if abs(needed) > friction { slide = needed > 0 ? -1 : 1 }
    } else if joint.velocity * slide < 0 {
      slide = 0
    }
  }

  /// A stop pushes and never pulls; the friction of a joint that is one mass may.
  private mutating func correctStop(_ joint: JointStep) {
    if stop != 0 {
      let drives = step.rate * (elastic == nil ? step.driven : step.torque.atRest)
      let needed = joint.effort - push - tied - drives
      let friction = elastic == nil ? self.friction : 0
      guard needed * stop > friction else { return }
      slide = friction > 0 ? -stop : slide
      stop = 0
      return
    }
    let next = position + step.dt * joint.velocity
    if joint.velocity > 0, next > parameters.stops.upperBound { stop = 1 }
    if joint.velocity < 0, next < parameters.stops.lowerBound { stop = -1 }
  }

  /// Flanks that meet and part, and friction on a rotor of its own.
  private mutating func correctRotor(_ elastic: ElasticDrive, _ joint: JointStep) {
    let rate = step.rate * joint.velocity
    let torque = step.torque.at(rate)
    let end = rotorVelocity(joint)
    var away = end - rate
    if step.isMidpoint { away = 0.5 * (step.rotor.before + end - step.rate * velocity - rate) }
    let contact = elastic.corrected(
      step.contact, torque: torque, end: twist + step.dt * away, &step.hasParted)
    // One after the other: what friction has to bear hangs on the flanks.
    if contact != step.contact {
      step.contact = contact
    } else if slide != 0, end * slide < 0 {
      slide = 0
    } else if isStuck {
      let needed = torque - step.driven - parameters.armature * motorVelocity / step.dt
      if abs(needed) > rotorFriction { slide = needed > 0 ? -1 : 1 }
    }
  }

  /// Friction at the shaft [N.m].
  private var rotorFriction: Double { friction / step.rate }

  /// The rotor as if the spring were not there.
  private func rotor() -> ElasticDrive.Rotor {
    if isStuck { return ElasticDrive.Rotor(before: 0, free: 0, response: 0) }
    let response = 1 / (parameters.armature + step.dt * step.braking)
    let torque = step.driven - slide * rotorFriction
    return ElasticDrive.Rotor(
      before: motorVelocity,
      free: response * (parameters.armature * motorVelocity + step.dt * torque), response: response)
  }

  private func rotorVelocity(_ joint: JointStep) -> Double {
    step.rotor.free
      - step.dt * step.rotor.response * step.torque.at(step.rate * joint.velocity)
  }
}
