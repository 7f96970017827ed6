import RobotUnits

@_noAllocation @_noLocks
func scale(_ values: borrowing FixedArray<Double>, by factor: Double) {
  for index in 0..<values.count { values[index] *= factor }
}
