import RobotCore
import RobotUnits

/// The controlled stop: brake, switch off, end. Bounded: what does not come to rest in time is switched
/// off all the same.
struct Shutdown {
  /// How long braking may take.
  static let patience = TimeSpan.milliseconds(2000)
  private let deadline: MonotonicInstant
  private var hasAskedToDisarm = false

  init(now: MonotonicInstant) { deadline = now + Shutdown.patience }

  enum Step { case wait, disarm, finish }

  /// What to do now, with the robot in `state`.
  mutating func next(_ state: LifecycleState, now: MonotonicInstant) -> Step {
    if !state.isPowered() || now > deadline { return .finish }
    guard hasAskedToDisarm else {
      // `disarm` brakes first; it needs no `stop` before it.
      hasAskedToDisarm = true
      return .disarm
    }
    return .wait
  }
}
