// expect: Using type 'Value' can cause metadata allocation or locks
@_noAllocation @_noLocks
func largest<Value: Comparable>(_ a: Value, _ b: Value) -> Value { a < b ? b : a }
