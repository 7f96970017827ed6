// expect: this code performs reference counting operations which can cause locking
struct Loop {
  let body: (Double) -> Double

  @_noAllocation @_noLocks
  func run(_ value: Double) -> Double { body(value) }
}
