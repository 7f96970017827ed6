protocol Law {
  mutating func effort(_ error: Double) -> Double
}

struct Spring: Law {
  var stiffness: Double
  mutating func effort(_ error: Double) -> Double { stiffness * error }
}

func control<AnyLaw: Law>(_ law: inout AnyLaw, _ error: Double) -> Double { law.effort(error) }

@_noAllocation @_noLocks
func root(_ law: inout Spring, _ error: Double) -> Double { control(&law, error) }
