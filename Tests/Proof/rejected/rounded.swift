// expect: Using type 'FloatingPointRoundingRule' can cause metadata allocation or locks
@_noAllocation @_noLocks
func nearest(_ value: Double) -> Double { value.rounded() }
