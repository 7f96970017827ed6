// expect: this code pattern can cause metadata allocation or locks
protocol Law {
  func effort(_ error: Double) -> Double
}

@_noAllocation @_noLocks
func control(_ law: any Law, _ error: Double) -> Double { law.effort(error) }
