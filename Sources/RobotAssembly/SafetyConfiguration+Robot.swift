internal import RobotConfiguration
internal import RobotCore
internal import RobotUnits

extension SafetyConfiguration {
  /// What the robot file's `safety` says, for the control cycle.
  init(_ safety: SafetyDescription) {
    self.init()
    staleCycles = UInt32(safety.staleCycles)
    overSpeedFactor = safety.overSpeed
    positionMargin = safety.positionMargin
    armingMargin = safety.armingMargin
    followingError = safety.followingError
    followingErrorTime = safety.followingErrorTime.seconds
    oscillation = safety.oscillation
    jumpMargin = safety.jumpMargin
    armingTime = safety.armingTime.seconds
    probeShare = safety.polarityProbe ?? 0
    degradedSpeed = safety.degradedSpeed
    motionStartTolerance = safety.startTolerance
    stallTime = safety.stall.seconds
  }
}
