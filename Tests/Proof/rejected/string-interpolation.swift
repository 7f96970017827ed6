// expect: this code performs reference counting operations which can cause locking
@_noAllocation @_noLocks
func length(_ joint: Int) -> Int { "joint \(joint)".utf8.count }
