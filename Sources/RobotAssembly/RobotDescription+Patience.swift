public import RobotConfiguration
internal import RobotUnits

extension RobotDescription {
  /// Makes a simulated robot bear a machine that takes the processor away for tens of milliseconds: it
  /// may be blind for 0.5 s, its outputs stay as they were meanwhile, and what seems fast, or astray, when
  /// readings come back is borne.
  public mutating func bearStalls() {
    safety.staleCycles = max(safety.staleCycles, Int(rate.hertz / 2))
    safety.stall = .milliseconds(2000)
    safety.overSpeed = 10
    safety.followingErrorTime = .milliseconds(2000)
    safety.positionMargin = 0.5
    loop.overrun = .hold(1000)
    loop.credits = nil
  }
}
