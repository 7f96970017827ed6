/// The time that the loop lost lately: within the last one to two seconds. Real-time: yes.
struct LossWindow: BitwiseCopyable {
  /// What was lost in the second that goes on, and in the one before [s].
  private var present = 0.0
  private var former = 0.0
  private var elapsed = 0.0

  @_noAllocation @_noLocks
  init() {}

  /// What was lost [s].
  var sum: Double { @_noAllocation @_noLocks get { present + former } }

  /// A cycle of `period` s, before which `cycles` were lost.
  @_noAllocation @_noLocks
  mutating func pass(skippedCycles cycles: UInt64, period: Double) {
    let lost = Double(cycles) * period
    elapsed += period + lost
    if elapsed >= 1 {
      former = elapsed >= 2 ? 0 : present
      present = 0
      elapsed = 0
    }
    present += lost
  }
}
