// expect: called function is not known at compile time and can have unpredictable performance
struct Loop {
  let body: @convention(c) (Double) -> Double

  @_noAllocation @_noLocks
  func run(_ value: Double) -> Double { body(value) }
}
