public import RobotUnits

/// Velocity from a sampled position, of two joints: a critically damped second-order tracking filter.
///
/// Per cycle of T seconds: predict `p += v T`; correct with the residual `e = y - p`:
/// `p += (1 - r^2) e`, `v += (1 - r)^2 e / T`, with `r = exp(-2 pi f T)` for the corner frequency f.
/// A missed sample is predicted only. Source: the fading-memory g-h filter, R. G. Lyons and
/// E. Brookner, "Tracking and Kalman Filtering Made Easy", section 1.2.6. Real-time: `update` yes.
public struct VelocityEstimator: BitwiseCopyable, Sendable {
  /// The filtered position [rad].
  @inlinable public var position: Pair {
    @_noAllocation @_noLocks get { currentPosition }
  }
  /// The velocity [rad/s].
  @inlinable public var velocity: Pair {
    @_noAllocation @_noLocks get { currentVelocity }
  }
  @usableFromInline var currentPosition = Pair.zero
  @usableFromInline var currentVelocity = Pair.zero
  @usableFromInline let period: Double
  @usableFromInline let positionGain: Pair
  @usableFromInline let velocityGain: Pair

  /// A filter for samples every `period` s with its corners at `corner` Hz. All finite, above 0.
  public init(corner: Pair, period: Double) {
    let pole = Pair(
      VelocityEstimator.exponential(-2 * Double.pi * corner.x * period),
      VelocityEstimator.exponential(-2 * Double.pi * corner.y * period))
    self.period = period
    positionGain = 1 - pole * pole
    velocityGain = (1 - pole) * (1 - pole) / period
  }

  /// Starts at rest at `position` where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(position: Pair, where mask: PairMask) {
    currentPosition.replace(with: position, where: mask)
    currentVelocity.replace(with: 0, where: mask)
  }

  /// Takes the samples of this cycle.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(position measured: Pair) {
    currentPosition += velocity * period
    let residual = measured - position
    currentPosition += positionGain * residual
    currentVelocity += velocityGain * residual
  }

  /// Takes the samples of this cycle where there is one, and goes on without elsewhere.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(position measured: Pair, where mask: PairMask) {
    var updated = self
    updated.update(position: measured)
    predict(periods: 1)
    currentPosition.replace(with: updated.position, where: mask)
    currentVelocity.replace(with: updated.velocity, where: mask)
  }

  /// Goes on by `periods` without a sample.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func predict(periods: Double) {
    currentPosition += velocity * period * periods
  }

  /// e^x for x <= 0, by repeated squaring of a Taylor series: the stdlib has none without libm.
  private static func exponential(_ x: Double) -> Double {
    var halvings = 0
    var reduced = x
    while reduced < -0.125 {
      reduced *= 0.5
      halvings += 1
    }
    var term = 1.0
    var sum = 1.0
    for order in 1...12 {
      term *= reduced / Double(order)
      sum += term
    }
    for _ in 0..<halvings { sum *= sum }
    return sum
  }
}
