// expect: this code performs reference counting operations which can cause locking
@inline(never)
func history(_ count: Int) -> Int { [Int](repeating: 0, count: count).count }

// Two calls deep: the compiler looks through the functions of this module.
@_noAllocation @_noLocks
func length(_ count: Int) -> Int { history(count) }
