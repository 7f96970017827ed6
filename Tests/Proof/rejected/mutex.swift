// expect: called function is not available in this module and can have unpredictable performance
import Synchronization

struct Shared: ~Copyable {
  let value = Mutex(0)

  @_noAllocation @_noLocks
  func read() -> Int { value.withLock { $0 } }
}
