internal import RobotHAL
internal import RobotUnits

extension BusExecutor {
  /// A cycle with the gate shut: everything that is due fails, and nothing goes over the wire.
  @_noAllocation @_noLocks
  mutating func rest(_ cycle: UInt64) {
    if guest.isPosted() { guest.fail(lastError) }
    for entry in 0..<composer.steps.count where composer.steps[entry].isDue(cycle) {
      // Not asked is no further failure: the device's error budget is not charged for it.
      if statuses[entry].failures == 0 { statuses[entry].failures = 1 }
      statuses[entry].error = lastError
    }
  }

  /// The first cycle after it: nobody knows where muxes and pointers are, and nobody has to go alone for
  /// what happened before.
  @_noAllocation @_noLocks
  mutating func wake(_ cycle: UInt64) {
    gate.wake()
    route = BusRoute.unknown()
    for entry in 0..<composer.steps.count { composer.steps[entry].aloneBefore = 0 }
    joinedFrom = cycle
    forgetPointers(from: cycle)
  }
}
