// expect: called function is not available in this module and can have unpredictable performance
@_noAllocation @_noLocks
func now() -> ContinuousClock.Instant { ContinuousClock.now }
