import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits

/// The controlled stop: brake, switch off, end. Bounded: what does not come to rest in time is switched
/// off all the same.
struct Shutdown {
  private let deadline: MonotonicInstant
  private var nextAsk: MonotonicInstant

  init(patience: TimeSpan, now: MonotonicInstant) {
    deadline = now + patience
    nextAsk = now
  }

  enum Step { case wait, disarm, finish }

  /// What to do now, with the robot in `state`.
  mutating func next(_ state: LifecycleState, now: MonotonicInstant) -> Step {
    if !state.isPowered() || now > deadline { return .finish }
    guard now >= nextAsk else { return .wait }
    // Again and again: the ring may be full, and what was in it before may arm. `disarm` brakes first;
    // it needs no `stop` before it.
    nextAsk = now + .milliseconds(20)
    return .disarm
  }

  /// How long braking may take: twice what a joint at full speed needs, and 1 s. At most 8 s, less
  /// than TimeoutStopSec= of the service, after which systemd kills.
  static func patience(_ model: RobotModel) -> TimeSpan {
    let longest =
      model.joints.map {
        // Its acceleration is taken back, built up the other way, and taken back again.
        2 * $0.bounds.velocity / $0.bounds.acceleration
          + 4 * $0.bounds.acceleration / $0.bounds.jerk
      }
      .filter(\.isFinite).max() ?? 0
    return .milliseconds(1000 + Int64(min(longest, 7) * 1000))
  }
}
