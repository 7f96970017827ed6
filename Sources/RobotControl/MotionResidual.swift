public import RobotUnits

/// Whether two joints move as their motors' efforts say, or as if the motors gave none.
///
/// With u the effort that was put out, M and g inertia and weight of the model, v the velocity and F a low pass of
/// first order with time constant T:
///
///     claimed   = F u
///     inertial  = (M v - F (M v)) / T        F of M v', without a derivative
///     needed    = inertial + F g             what the motion needs of the motor
///
/// A motor is silent that claims to give an effort that counts, while the joint needs less than a quarter of it
/// and yet accelerates, by more than a quarter of it: it falls as its weight alone would have it. A joint that is
/// blocked, or held by somebody, does not accelerate; one with a load that the model does not know needs part of
/// what it gets. Source: the momentum observer of A. De Luca and R. Mattone, "Sensorless Robot Collision Detection
/// and Hybrid Force/Motion Control", ICRA 2005, whose residual is here needed - claimed. Real-time: `update` yes.
public struct MotionResidual: BitwiseCopyable, Sendable {
  private let gain: Pair
  private let timeConstant: Pair
  private let least: Pair
  private var effort = Pair.zero
  private var weight = Pair.zero
  private var momentum = Pair.zero

  /// Residuals of two joints that rest, for cycles of `period` s; efforts below `least` [N.m] do not count,
  /// `infinity`: none does. `timeConstant` [s] above 0.
  public init(least: Pair, timeConstant: Double, period: Double) {
    self.least = least
    self.timeConstant = Pair(repeating: timeConstant)
    gain = Pair(repeating: period / (timeConstant + period))
  }

  /// Begins anew where `mask` is set: at rest, with the weight `weight` [N.m] carried.
  @_noAllocation @_noLocks
  public mutating func reset(weight present: Pair, where mask: PairMask) {
    effort.replace(with: 0, where: mask)
    weight.replace(with: present, where: mask)
    momentum.replace(with: 0, where: mask)
  }

  /// Takes the effort that acted until now [N.m], the model's weight [N.m] and inertia [kg.m^2], and the velocity
  /// [rad/s]. Set where the joint moves as if its motor gave nothing.
  @_noAllocation @_noLocks
  public mutating func update(
    effort applied: Pair, weight present: Pair, inertia: Pair, velocity: Pair
  )
    -> PairMask
  {
    effort += gain * (applied - effort)
    weight += gain * (present - weight)
    let moved = inertia * velocity
    momentum += gain * (moved - momentum)
    let inertial = (moved - momentum) / timeConstant
    let claimed = RealtimeMath.magnitude(effort)
    let needed = RealtimeMath.magnitude(inertial + weight)
    return (claimed .> least) .& (needed .< 0.25 * claimed)
      .& (RealtimeMath.magnitude(inertial) .> 0.25 * claimed)
  }
}
