import Synchronization

struct Counter: ~Copyable {
  let count = Atomic<UInt64>(0)

  @_noAllocation @_noLocks
  func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
