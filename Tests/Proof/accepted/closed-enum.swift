enum Law {
  case damp(Double)
  case spring(stiffness: Double, damping: Double)

  @_noAllocation @_noLocks
  func effort(position: Double, velocity: Double) -> Double {
    switch self {
    case .damp(let damping): -damping * velocity
    case .spring(let stiffness, let damping): -stiffness * position - damping * velocity
    }
  }
}
