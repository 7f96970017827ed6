extension RobotResolver {
  /// How the joint yields; `nil` where it does not, or where there is an error about it.
  func admittance(_ control: Record) -> AdmittanceDescription? {
    guard let record = control.record("admittance"), let stiffness = record.number("stiffness"),
      let damping = record.number("damping"), let offsetLimit = record.number("offset_limit")
    else { return nil }
    return AdmittanceDescription(
      mass: record.number("mass") ?? 0, damping: damping, stiffness: stiffness,
      offsetLimit: offsetLimit, rateLimit: record.number("rate_limit"),
      deadband: record.number("deadband") ?? 0,
      viscousFriction: record.number("viscous_friction") ?? 0, position: record.position)
  }

  /// What watches its feedback; `nil` where nothing does, or where there is an error about it.
  mutating func passivity(_ control: Record) -> PassivityDescription? {
    guard let record = control.record("passivity") else { return nil }
    checkPeriods("back_off_time", record)
    guard let dampingLimit = record.number("damping_limit"),
      let energyLimit = record.number("energy_limit"),
      let restVelocity = record.number("rest_velocity")
    else { return nil }
    return PassivityDescription(
      dampingLimit: dampingLimit, energyLimit: energyLimit, restVelocity: restVelocity,
      backOffTime: record.number("back_off_time") ?? max(0.1, rate.map { 1 / $0 } ?? 0),
      leastScale: record.number("least_scale") ?? 0.2, grain: record.number("grain") ?? 0,
      friction: record.number("friction"), position: record.position)
  }
}
