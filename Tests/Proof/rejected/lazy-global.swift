// expect: global/static variable initialization can cause locking
import Synchronization

let cycles = Atomic<Int>(0)

@_noAllocation @_noLocks
func count() { cycles.wrappingAdd(1, ordering: .relaxed) }
