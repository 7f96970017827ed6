internal import CycleTwin
internal import RobotControl
internal import RobotCore
internal import RobotUnits

// The twin's words in RobotCore's.

extension JointConfiguration {
  init(_ joint: twin_configuration, coordinate: Int) {
    self.init(
      bounds: ReferenceLimiter.Bounds(
        lower: joint.lower, upper: joint.upper, velocity: joint.velocity,
        acceleration: joint.acceleration), effortLimit: joint.effort_limit,
      gains: JointLaw.Gains(
        kp: joint.kp, kd: joint.kd, ki: joint.ki, integralLimit: joint.integral_limit),
      velocityFilter: joint.velocity_filter,
      motor: DCMotor(
        supply: joint.supply, gear: joint.gear, torqueConstant: joint.torque_constant,
        resistance: joint.resistance, efficiency: joint.efficiency),
      actuatorDirection: joint.actuator_direction, armature: joint.armature,
      frictionCompensation: joint.friction_compensation, usesDynamics: coordinate >= 0,
      coordinate: coordinate, onLoss: LossReaction(rawValue: joint.on_loss) ?? .hold,
      hasLimits: joint.has_limits)
  }
}

extension JointMeasurement {
  init(_ sample: twin_measurement) {
    self.init(position: sample.position, quality: Quality(rawValue: sample.quality) ?? .invalid)
  }
}

extension JointTarget {
  init(_ target: twin_target) {
    self.init(
      position: target.position, velocity: target.velocity, kp: target.kp, kd: target.kd,
      feedForward: target.feed_forward)
  }
}

extension CycleInput {
  init(_ input: twin_input) {
    self.init()
    emergencyStop = input.emergency_stop
    safetyLineLost = input.safety_line_lost
    if input.actuator_lost >= 0 { actuatorLost.insert(Int(input.actuator_lost)) }
    skippedCycles = input.skipped_cycles
    hasRequest = input.has_request
    request = Request(
      Request.Kind(rawValue: input.request) ?? .stop, sequence: 0, joint: Int(input.joint),
      displacement: input.displacement, speed: input.speed)
    hasStream = input.has_stream
    streamValidUntil = MonotonicInstant(nanoseconds: input.stream_valid_until)
  }
}
