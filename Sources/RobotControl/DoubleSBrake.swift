internal import RobotUnits

/// How a velocity comes to rest with limited acceleration and jerk, as soon as whole cycles allow: the last
/// three segments of a double-S profile (L. Biagiotti and C. Melchiorri, "Trajectory Planning for Automatic
/// Machines and Robots", section 3.4) in their exact discrete form.
///
/// Time is counted in cycles here: velocities are rad per cycle, accelerations rad per cycle^2. In each
/// cycle the acceleration changes by at most `jerk`, the velocity by the new acceleration, the position by
/// the new velocity, so that the differences of the positions themselves are what is limited.
/// Real-time: yes.
struct DoubleSBrake: BitwiseCopyable {
  /// Greatest change of the acceleration in a cycle.
  let jerk: Double
  /// Greatest deceleration of a positive velocity.
  let deceleration: Double
  /// Greatest deceleration of a negative one.
  let reverseDeceleration: Double

  @_noAllocation @_noLocks
  init(jerk: Double, deceleration: Double, reverseDeceleration: Double) {
    self.jerk = jerk
    self.deceleration = deceleration
    self.reverseDeceleration = reverseDeceleration
  }

  /// What a stop takes.
  struct Stop: BitwiseCopyable {
    /// From here to where it ends.
    var way = 0.0
    /// Cycles until the velocity is 0.
    var cycles = 0.0

    @_noAllocation @_noLocks
    init() {}
  }

  /// The stop from `velocity` and `acceleration`; 0 cycles when there is nothing to do.
  ///
  /// The acceleration changes by whole steps of `jerk` towards the deceleration, stays there, and leaves it
  /// in whole steps again; the first step of the third part is what is left over.
  @_noAllocation @_noLocks
  func stop(velocity: Double, acceleration: Double) -> Stop {
    // The velocity once the acceleration is gone says to which side the brake has to pull.
    let rest = sum(abs(acceleration) - jerk)
    let neutral = velocity + (acceleration < 0 ? -rest : rest)
    let isForward = neutral > 0 || (neutral == 0 && acceleration < 0)
    let forward = stopForward(
      isForward ? velocity : -velocity, isForward ? acceleration : -acceleration,
      limit: isForward ? deceleration : reverseDeceleration)
    guard !isForward else { return forward }
    var mirrored = forward
    mirrored.way = -forward.way
    return mirrored
  }

  /// The stop of a velocity that ends above 0 if only the acceleration is taken back.
  @_noAllocation @_noLocks
  private func stopForward(_ velocity: Double, _ acceleration: Double, limit: Double) -> Stop {
    var stop = Stop()
    // First part: `steps` whole steps. After `turn` of them the acceleration is `left`, in 0..<jerk; after n
    // more it is left - n jerk, and while the velocity v0 + (2 n - 1) left - n^2 jerk >= 0 it can still go
    // back to 0 in time.
    let turn = wholeBelow(acceleration / jerk)
    let left = acceleration - turn * jerk
    let turned = velocity + turn * acceleration - 0.5 * turn * (turn + 1) * jerk
    let root = left * left + jerk * (turned - left)
    var more = root > 0 ? wholeBelow((left + RealtimeMath.squareRoot(root)) / jerk) : 0
    more = min(more, wholeBelow((limit + left) / jerk))
    let steps = max(turn + max(more, 0), 0)
    var speed = velocity + steps * acceleration - 0.5 * steps * (steps + 1) * jerk
    stop.way =
      steps * velocity + 0.5 * steps * (steps + 1) * acceleration
      - steps * (steps + 1) * (steps + 2) / 6 * jerk
    stop.cycles = steps
    // Second part: the greatest deceleration, as long as it is not too much.
    let last = sum(limit)
    if speed >= last {
      let cycles = wholeBelow((speed - last) / limit) + 1
      stop.way += cycles * speed - 0.5 * cycles * (cycles + 1) * limit
      stop.cycles += cycles
      speed -= cycles * limit
    }
    guard speed > 0 else { return stop }
    // Third part.
    let first = firstStep(speed)
    let cycles = wholeAbove(first / jerk)
    stop.way +=
      cycles * speed - 0.5 * cycles * (cycles + 1) * first
      + (cycles - 1) * cycles * (cycles + 1) / 6 * jerk
    stop.cycles += cycles
    return stop
  }

  /// The acceleration of the next cycle on the stop from `velocity` and `acceleration`.
  @_noAllocation @_noLocks
  func next(velocity: Double, acceleration: Double) -> Double {
    let step = signedFirstStep(velocity)
    let wanted = max(min(-step, reverseDeceleration), -deceleration)
    return max(min(wanted, acceleration + jerk), acceleration - jerk)
  }

  /// The greatest first step so that it and those that follow it, smaller by `jerk` each, make up `speed`.
  @_noAllocation @_noLocks
  func firstStep(_ speed: Double) -> Double {
    guard speed > jerk else { return max(speed, 0) }
    let count = 0.5 * (RealtimeMath.squareRoot(1 + 8 * speed / jerk) - 1)
    guard count < Self.most else { return jerk * count }
    let whole = wholeAbove(count)
    return speed / whole + 0.5 * jerk * (whole - 1)
  }

  /// The same towards both sides.
  @_noAllocation @_noLocks
  func signedFirstStep(_ speed: Double) -> Double {
    speed < 0 ? -firstStep(-speed) : firstStep(speed)
  }

  /// What `step` and the steps that follow it, smaller by `jerk` each, make up; 0 below 0.
  @_noAllocation @_noLocks
  private func sum(_ step: Double) -> Double {
    guard step > 0 else { return 0 }
    let count = wholeAbove(step / jerk)
    return count * step - 0.5 * count * (count - 1) * jerk
  }

  /// Beyond, a Double has no fraction, or whole cycles make no difference.
  private static var most: Double { @_noAllocation @_noLocks get { 1e15 } }

  /// The greatest whole number that is not above `value`.
  @_noAllocation @_noLocks
  private func wholeBelow(_ value: Double) -> Double {
    guard abs(value) < Self.most else { return value }
    let whole = Double(Int(value))
    return whole > value ? whole - 1 : whole
  }

  /// The least whole number that is not below `value`.
  @_noAllocation @_noLocks
  private func wholeAbove(_ value: Double) -> Double { -wholeBelow(-value) }
}
