// expect: Using type 'Double' can cause metadata allocation or locks
@_noAllocation @_noLocks
func sum(_ a: Double, _ b: Double) -> Double {
  var sum = 0.0
  for value in [a, b] { sum += value }
  return sum
}
