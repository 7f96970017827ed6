// expect: this code performs reference counting operations which can cause locking
@_noAllocation @_noLocks
func record(_ value: Int, in history: inout [Int]) { history.append(value) }
