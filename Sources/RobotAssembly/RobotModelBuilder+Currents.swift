internal import RobotConfiguration
internal import RobotControl

extension RobotModelBuilder {
  /// What the motor of `joint`, driven as `drive`, bears; `nil` where the file says nothing about it.
  func rating(_ joint: JointDescription, _ drive: Drive, effort: Double) -> MotorHeat.Rating? {
    let actuator = joint.actuator
    guard actuator.continuousCurrent != nil || actuator.peakCurrent != nil else { return nil }
    let continuous = actuator.continuousCurrent ?? .infinity
    // Whoever gives no peak current bounds it by the effort, which behind a linkage takes different ones.
    let most =
      drive.linkage == nil
      ? effort / drive.motor.effortPerAmpere : actuator.supply / actuator.resistance
    let reached = max(most, actuator.continuousCurrent ?? 0)
    return MotorHeat.Rating(
      continuousCurrent: continuous, peakCurrent: actuator.peakCurrent ?? reached,
      timeConstant: actuator.thermalTime)
  }
}
