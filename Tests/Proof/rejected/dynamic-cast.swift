// expect: Using type 'Any' can cause metadata allocation or locks
@_noAllocation @_noLocks
func number(_ value: Any) -> Int { value as? Int ?? 0 }
