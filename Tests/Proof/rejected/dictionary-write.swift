// expect: this code performs reference counting operations which can cause locking
@_noAllocation @_noLocks
func store(_ value: Double, in values: inout [Int: Double]) { values[1] = value }
