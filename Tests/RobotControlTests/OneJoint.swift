import RobotControl
import RobotUnits

// One joint of a pair, so that a test can speak of one. It stands in the second place; the first is
// busy with something else, which must not matter.

extension Pair {
  /// `value` of the joint under test.
  static func second(_ value: Double, first: Double = 0.25) -> Pair { Pair(first, value) }
}

extension PairMask {
  /// Both joints.
  static var both: PairMask { PairMask(repeating: true) }
  /// Only the joint under test.
  static var second: PairMask { Pair(0, 1) .> 0 }
}

/// A velocity estimator.
struct OneEstimator {
  private var pair: VelocityEstimator

  init(corner: Double, period: Double) {
    pair = VelocityEstimator(corner: Pair(7, corner), period: period)
  }

  var position: Double { pair.position.y }
  var velocity: Double { pair.velocity.y }
  mutating func reset(position: Double) { pair.reset(position: .second(position), where: .second) }
  mutating func update(position: Double) { pair.update(position: .second(position), where: .both) }
  mutating func predict() { pair.update(position: .second(.nan), where: .!PairMask.both) }
  mutating func predict(periods: Double) { pair.predict(periods: periods) }
}

/// A reference limiter.
struct OneLimiter {
  private var pair = ReferenceLimiter()

  var position: Double { pair.position.y }
  var velocity: Double { pair.velocity.y }
  var acceleration: Double { pair.acceleration.y }
  mutating func reset(position: Double) { pair.reset(position: .second(position), where: .second) }

  mutating func update(
    target: Double, targetVelocity: Double, bounds: ReferenceLimiter.Bounds, period: Double
  ) -> LimitFlags {
    pair.update(
      target: .second(target), targetVelocity: .second(targetVelocity),
      bounds: both(bounds, period),
      period: period
    ).flags(1)
  }

  mutating func brake(bounds: ReferenceLimiter.Bounds, period: Double) {
    pair.brake(bounds: both(bounds, period), period: period)
  }

  mutating func follow(
    position: Double, from before: Double, bounds: ReferenceLimiter.Bounds, period: Double
  ) {
    pair.follow(
      position: .second(position), from: .second(before, first: pair.position.x),
      bounds: both(bounds, period), period: period, where: .second)
  }

  func stoppingPosition(bounds: ReferenceLimiter.Bounds, period: Double) -> Double {
    pair.stoppingPosition(1, bounds: both(bounds, period), period: period)
  }

  func brakingCycles(bounds: ReferenceLimiter.Bounds, period: Double) -> Double {
    pair.brakingCycles(bounds: both(bounds, period), period: period).y
  }

  private func both(_ bounds: ReferenceLimiter.Bounds, _ period: Double)
    -> ReferenceLimiter.BoundsPair
  {
    let other = ReferenceLimiter.Bounds(lower: -3, upper: 3, velocity: 0.7, acceleration: 11)
    return ReferenceLimiter.BoundsPair(other, bounds, period: period)
  }
}

/// A joint law.
struct OneLaw {
  private var pair = JointLaw()

  var integral: Double { pair.integral.y }
  mutating func reset() { pair.reset(where: .second) }
  mutating func noteApplied(desired: Double, applied: Double) {
    pair.noteApplied(desired: .second(desired), applied: .second(applied))
  }

  mutating func update(
    error: Double, velocityError: Double = 0, feedForward: Double = 0, scale: Double = 1,
    gains: JointLaw.Gains
  ) -> Double {
    let other = JointLaw.Gains(kp: 3, kd: 1, ki: 2, integralLimit: 1)
    return pair.update(
      JointLaw.Input(
        positionError: .second(error), velocityError: .second(velocityError),
        feedForward: .second(feedForward), period: 0.002, scale: .second(scale)),
      gains: JointLaw.GainsPair(other, gains)
    ).y
  }
}

extension DCMotor {
  private var pair: DCMotorPair {
    let other = DCMotor(
      supply: 5, gear: 10, torqueConstant: 0.01, resistance: 7, efficiency: 0.5)
    return DCMotorPair(other, self)
  }

  func voltage(effort: Double, velocity: Double) -> Double {
    pair.voltage(effort: .second(effort), velocity: .second(velocity)).y
  }

  func effort(voltage: Double, velocity: Double) -> Double {
    pair.effort(voltage: .second(voltage), velocity: .second(velocity)).y
  }
}
