internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotUnits

extension RobotModelBuilder {
  /// How `joint` yields to what presses on it, where it does; `velocity` is its limit, and angles are taken at
  /// `lever`.
  mutating func admittance(
    _ joint: JointDescription, velocity: Double, lever: Double
  ) -> JointAdmittance? {
    guard let given = joint.control.admittance else { return nil }
    let made = JointAdmittance(
      Admittance.Configuration(
        mass: given.mass, damping: given.damping, stiffness: given.stiffness,
        offsetLimit: given.offsetLimit, rateLimit: given.rateLimit ?? velocity,
        deadband: given.deadband),
      friction: ExternalEffort.Friction(
        coulomb: joint.control.frictionCompensation, viscous: given.viscousFriction,
        fullSpeed: 0.02 * lever))
    do throws(RangeError) {
      try made.law.validate()
      try made.friction.validate()
    } catch { refuse(joint, given.position, "admittance", error) }
    return made
  }

  /// What watches its feedback, where something does.
  mutating func passivity(_ joint: JointDescription) -> JointPassivity? {
    guard let given = joint.control.passivity else { return nil }
    let made = PassivityObserver.Configuration(
      dampingLimit: given.dampingLimit, energyLimit: given.energyLimit,
      restVelocity: given.restVelocity, backOffTime: given.backOffTime,
      leastScale: given.leastScale)
    do throws(RangeError) {
      try made.validate(period: 1 / robot.rate.hertz)
    } catch { refuse(joint, given.position, "passivity", error) }
    return JointPassivity(
      made, grain: given.grain, friction: given.friction ?? joint.control.frictionCompensation)
  }

  private mutating func refuse(
    _ joint: JointDescription, _ position: SourcePosition, _ key: String, _ error: RangeError
  ) {
    errors.append(
      self.error(
        joint, position, "control.\(key)", error.description, allowed: error.allowed,
        hint: "correct the value"))
  }
}
