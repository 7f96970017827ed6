/// A joint's friction: `viscous` * velocity + `coulomb` * sign of velocity.
public struct JointFriction: Hashable, Sendable {
  /// Viscous friction [N.m.s/rad or N.s/m], at least 0.
  public var viscous: Double
  /// Coulomb friction [N.m or N], at least 0.
  public var coulomb: Double

  /// A friction.
  public init(viscous: Double, coulomb: Double) {
    self.viscous = viscous
    self.coulomb = coulomb
  }

  /// One observation: what friction took at a velocity.
  public struct Sample: Hashable, Sendable {
    /// The joint's velocity [rad/s or m/s].
    public var velocity: Double
    /// The effort at the joint less what inverse dynamics asks for [N.m or N].
    public var effort: Double

    /// An observation.
    public init(velocity: Double, effort: Double) {
      self.velocity = velocity
      self.effort = effort
    }
  }

  /// Why samples do not tell the friction.
  public enum Failure: Error, Hashable {
    /// Fewer than two samples move faster than the given velocity: record a longer motion.
    case tooFewSamples
    /// All samples move at the same speed, where both kinds of friction look alike: record slow and
    /// fast motion.
    case speedsAlike
  }

  /// The friction that fits `samples` best in least squares. Samples slower than `slowest` are left out:
  /// there a joint sticks, and the sign of a noisy velocity means nothing. A term that would come out
  /// below 0 is 0, and the other is fitted alone. Real-time: no.
  public static func identify(
    from samples: [Sample], slowest: Double
  ) throws(Failure) -> JointFriction {
    let moving = samples.filter { abs($0.velocity) > slowest && $0.effort.isFinite }
    guard moving.count >= 2 else { throw .tooFewSamples }
    // Normal equations of effort = viscous v + coulomb sign(v), with |v| and effort * sign(v).
    var (speeds, squares, efforts, powers) = (0.0, 0.0, 0.0, 0.0)
    for sample in moving {
      let sign: Double = sample.velocity < 0 ? -1 : 1
      speeds += abs(sample.velocity)
      squares += sample.velocity * sample.velocity
      efforts += sample.effort * sign
      powers += sample.effort * sample.velocity
    }
    let count = Double(moving.count)
    let determinant = count * squares - speeds * speeds
    // Of squares the variance of the speeds is a millionth: they differ by a thousandth.
    guard determinant > 1e-6 * count * squares else { throw .speedsAlike }
    let viscous = (count * powers - speeds * efforts) / determinant
    let coulomb = (squares * efforts - speeds * powers) / determinant
    if viscous < 0 { return JointFriction(viscous: 0, coulomb: max(efforts / count, 0)) }
    if coulomb < 0 { return JointFriction(viscous: max(powers / squares, 0), coulomb: 0) }
    return JointFriction(viscous: viscous, coulomb: coulomb)
  }
}
