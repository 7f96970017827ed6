internal import RobotUnits

/// Where a stop ends that begins after one more cycle, as a function of that cycle's acceleration: it grows
/// at least as fast. Seen from something that moves and accelerates itself.
struct StopEnd: BitwiseCopyable {
  /// To it after the cycle, without acceleration.
  let distance: Double
  /// Relative to it.
  let velocity: Double
  /// Its own.
  let acceleration: Double
  let brakes: DoubleSBrake
  /// An end so near is there.
  let rounding: Double

  @_noAllocation @_noLocks
  init(
    distance: Double, velocity: Double, acceleration: Double, brakes: DoubleSBrake,
    rounding: Double
  ) {
    self.distance = distance
    self.velocity = velocity
    self.acceleration = acceleration
    self.brakes = brakes
    self.rounding = rounding
  }

  @_noAllocation @_noLocks
  func way(after next: Double) -> Double {
    brakes.stop(velocity: velocity + next, acceleration: next - acceleration).way
  }

  @_noAllocation @_noLocks
  func end(after next: Double) -> Double { distance + next + way(after: next) }

  /// The acceleration after which the end is at 0, between `low` with its end `below` < 0 and `high` with
  /// its end `above` > 0: by regula falsi (Illinois), seldom in
  /// more than ten steps; a shape that it does not get on with is halved instead.
  @_noAllocation @_noLocks
  func root(_ low: Double, _ below: Double, _ high: Double, _ above: Double) -> Double {
    var (low, below, high, above) = (low, below, high, above)
    // What the chord is drawn with: of an end that stays twice, half.
    var (chordBelow, chordAbove) = (below, above)
    var side = 0
    var step = 0
    while step < 80, min(-below, above) > rounding {
      step += 1
      let chord = low + (high - low) * (chordBelow / (chordBelow - chordAbove))
      let isInside = chord > low && chord < high
      let next = isInside && step < 24 ? chord : 0.5 * (low + high)
      let end = end(after: next)
      if end < 0 {
        (low, below, chordBelow) = (next, end, end)
        if side < 0 { chordAbove *= 0.5 }
        side = -1
      } else {
        (high, above, chordAbove) = (next, end, end)
        if side > 0 { chordBelow *= 0.5 }
        side = 1
      }
    }
    return -below < above ? low : high
  }
}
