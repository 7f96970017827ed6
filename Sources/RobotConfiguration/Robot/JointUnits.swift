/// What a joint's values are measured in: angles and torques, or lengths and forces.
struct JointUnits: Sendable {
  let kind: JointDescription.Kind
  let position, velocity, acceleration, jerk, effort: Dimension
  let stiffness, damping, integralGain: Dimension
  let positionExample, velocityExample, accelerationExample, jerkExample, effortExample: String
  let stiffnessExample, dampingExample, integralExample, frictionExample: String

  /// What a stalled motor gives.
  var stallWord: String { kind == .revolute ? "torque" : "force" }

  init(_ kind: JointDescription.Kind) {
    self.kind = kind
    switch kind {
    case .revolute:
      (position, velocity, acceleration) = (.angle, .angularVelocity, .angularAcceleration)
      (jerk, jerkExample) = (.angularJerk, "400 rad/s^3")
      (effort, stiffness, damping) = (.torque, .torquePerAngle, .torquePerAngularVelocity)
      integralGain = .torquePerAngleTime
      (positionExample, velocityExample) = ("[-90 deg, 90 deg]", "3 rad/s")
      (accelerationExample, effortExample) = ("20 rad/s^2", "2.5 N.m")
      (stiffnessExample, dampingExample) = ("40 N.m/rad", "1.5 N.m.s/rad")
      (integralExample, frictionExample) = ("100 N.m/(rad.s)", "0.05 N.m")
    case .prismatic:
      (position, velocity, acceleration) = (.length, .velocity, .acceleration)
      (jerk, jerkExample) = (.jerk, "4000 mm/s^3")
      (effort, stiffness, damping) = (.force, .forcePerLength, .forcePerVelocity)
      integralGain = .forcePerLengthTime
      (positionExample, velocityExample) = ("[0 mm, 80 mm]", "40 mm/s")
      (accelerationExample, effortExample) = ("200 mm/s^2", "200 N")
      (stiffnessExample, dampingExample) = ("20000 N/m", "500 N.s/m")
      (integralExample, frictionExample) = ("50000 N/(m.s)", "5 N")
    }
  }
}
