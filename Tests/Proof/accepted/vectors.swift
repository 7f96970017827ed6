@_noAllocation @_noLocks
func clamp(_ values: SIMD2<Double>, within bound: SIMD2<Double>) -> SIMD2<Double> {
  values.replacing(with: bound, where: values .> bound)
}
