// expect: Using type 'Any' can cause metadata allocation or locks
@_noAllocation @_noLocks
func tell(_ value: Int) { print(value) }
