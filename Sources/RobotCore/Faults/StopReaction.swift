/// How the robot stops.
public enum StopReaction: UInt8, BitwiseCopyable, Sendable {
  /// STO: outputs off at once.
  case safeTorqueOff
  /// SS1: brake along the reference with the acceleration limit, then outputs off.
  case safeStop1

  /// What the lifecycle makes of it.
  @_noAllocation @_noLocks
  func event() -> LifecycleEvent {
    switch self {
    case .safeTorqueOff: .safeTorqueOff
    case .safeStop1: .safeStop1
    }
  }
}
