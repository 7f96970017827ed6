// expect: called function is not available in this module and can have unpredictable performance
@_noAllocation @_noLocks
func root(_ value: Double) -> Double { value.squareRoot() }
