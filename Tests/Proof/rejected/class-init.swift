// expect: Using type 'Sample' can cause metadata allocation or locks
final class Sample {
  let value: Double
  init(_ value: Double) { self.value = value }
}

@_noAllocation @_noLocks
func read(_ value: Double) -> Double { Sample(value).value }
