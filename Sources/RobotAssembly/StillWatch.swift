internal import RobotCore

/// For how long an encoder has given the very same number. Real-time: yes.
struct StillWatch: BitwiseCopyable {
  private var position = Double.nan
  private var cycles: UInt32 = 0

  /// Takes a measurement and tells it; one that is not there says nothing.
  @_noAllocation @_noLocks
  mutating func see(_ measurement: inout JointMeasurement) {
    guard measurement.quality == .fresh else { return }
    if measurement.position == position {
      if cycles < .max { cycles += 1 }
    } else {
      cycles = 0
      position = measurement.position
    }
    measurement.stillCycles = cycles
  }
}
