internal import RobotUnits

/// Velocity from a sampled position: a critically damped second-order tracking filter.
///
/// Per cycle of T seconds: predict `p += v T`; correct with the residual `e = y - p`:
/// `p += (1 - r^2) e`, `v += (1 - r)^2 e / T`, with `r = exp(-2 pi f T)` for the corner frequency f.
/// A missed sample is predicted only. Source: the fading-memory g-h filter, R. G. Lyons and
/// E. Brookner, "Tracking and Kalman Filtering Made Easy", section 1.2.6. Real-time: `update` yes.
public struct VelocityEstimator: BitwiseCopyable, Sendable {
  /// The filtered position [rad].
  public private(set) var position = 0.0
  /// The velocity [rad/s].
  public private(set) var velocity = 0.0
  private let period: Double
  private let positionGain: Double
  private let velocityGain: Double

  /// A filter for samples every `period` s with its corner at `corner` Hz. Both finite, above 0.
  public init(corner: Double, period: Double) {
    let pole = VelocityEstimator.exponential(-2 * Double.pi * corner * period)
    self.period = period
    positionGain = 1 - pole * pole
    velocityGain = (1 - pole) * (1 - pole) / period
  }

  /// Starts at rest at `position`.
  @_noAllocation @_noLocks
  public mutating func reset(position: Double) {
    self.position = position
    velocity = 0
  }

  /// Takes the sample of this cycle.
  @_noAllocation @_noLocks
  public mutating func update(position measured: Double) {
    position += velocity * period
    let residual = measured - position
    position += positionGain * residual
    velocity += velocityGain * residual
  }

  /// Goes on by `periods` without a sample.
  @_noAllocation @_noLocks
  public mutating func predict(periods: Double = 1) { position += velocity * period * periods }

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
