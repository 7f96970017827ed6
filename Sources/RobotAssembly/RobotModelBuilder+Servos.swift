internal import RobotConfiguration
internal import RobotControl
internal import RobotCore

extension RobotModelBuilder {
  /// Makes the joint that was added last one of a servo, where it is one.
  mutating func settleServo(_ joint: JointDescription) {
    guard let servo = joint.actuator.servo, let last = joints.indices.last else { return }
    // Motor and rotor belong to the servo's own loop.
    joints[last].drive = .position
    joints[last].motor.supply = .infinity
    joints[last].armature = 0
    let travel = robot.servos[servo].travel
    let range = ServoRange(joint.encoder, joints[last].bounds, travel: travel)
    guard !range.isReachable else { return }
    let degrees = { (radians: Double) in (radians * 1800 / .pi).rounded() / 10 }
    let middle = joints[last].bounds.lower / 2 + joints[last].bounds.upper / 2
    let best = degrees(travel / 2 - range.ratio * middle)
    errors.append(
      error(
        joint, joint.encoder.position, "encoder.zero",
        "the joint's range is \(degrees(range.lower)) to \(degrees(range.upper)) deg of the servo, "
          + "which would have to pass its seam",
        allowed: "0 to below \(degrees(travel)) deg",
        hint: range.upper - range.lower < travel
          ? "turn the horn on its shaft, or write a homing_offset, so that zero is \(best) deg"
          : "narrow limits.position, or let the servo turn less (a smaller ratio)"))
  }
}
