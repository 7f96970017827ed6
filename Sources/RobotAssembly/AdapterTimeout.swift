public import RobotConfiguration
public import RobotUnits

extension RobotDescription {
  /// When an adapter gives up a transfer that hangs: after a period, because a reply that comes later is of no
  /// use, in the kernel's steps of 10 ms. Every transfer of the plan fits into a period. 10 ms to 100 ms.
  public var adapterTimeout: TimeSpan {
    let steps = (rate.period.nanoseconds + 9_999_999) / 10_000_000
    return .milliseconds(10) * min(max(steps, 1), 10)
  }
}
