public import RobotControl
internal import RobotUnits

/// How a joint's reference yields to what presses on the joint.
public struct JointAdmittance: BitwiseCopyable, Sendable {
  /// The virtual mass, spring and damper.
  public var law: Admittance.Configuration
  /// What of the motor's effort friction takes up.
  public var friction: ExternalEffort.Friction

  /// An admittance in SI units.
  public init(_ law: Admittance.Configuration, friction: ExternalEffort.Friction) {
    self.law = law
    self.friction = friction
  }

  /// One that never yields.
  static func idle() -> JointAdmittance {
    JointAdmittance(
      Admittance.Configuration(
        mass: 0, damping: 0, stiffness: 1, offsetLimit: 1, rateLimit: 1),
      friction: ExternalEffort.Friction(coulomb: 0, viscous: 0, fullSpeed: 1))
  }
}

/// Two joints of which at least one has an admittance.
///
/// While references are asked for and moved, the pair's limiter is the `nominal` one, as if nothing pressed;
/// for all else it is the `yielding` one, which follows it with the offset of the admittance inside the same
/// bounds. So no limit of the reference, and no supervision of it, knows of the admittance.
struct AdmittancePair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  /// 1 for joints that yield.
  let yields: Pair
  let external: ExternalEffort
  var law: Admittance
  var nominal = ReferenceLimiter()
  var yielding = ReferenceLimiter()

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    period: Double
  ) {
    let (x, y) = (first.admittance ?? .idle(), second.admittance ?? .idle())
    self.pair = pair
    yields = Pair(first.admittance == nil ? 0 : 1, second.admittance == nil ? 0 : 1)
    external = ExternalEffort((first.motor, second.motor), (x.friction, y.friction))
    law = Admittance(x.law, y.law, period: period)
  }

  /// Before requests are answered and references moved.
  @_noAllocation @_noLocks
  mutating func beginReference(_ joints: inout JointPair) {
    yielding = joints.limiter
    joints.limiter.replace(with: nominal, where: yields .> 0)
  }

  /// After that: moves the offset, and the yielding reference with it. Where `isFree` is set, the reference
  /// goes with the joint and there is nothing to yield.
  @_noAllocation @_noLocks
  mutating func endReference(
    _ joints: inout JointPair, where isFree: PairMask, scale: Pair, period: Double
  ) {
    nominal = joints.limiter
    // The effort of the last cycle, with which the joint came to where it was measured now.
    let inertia = RealtimeMath.select(
      joints.usesTree .> 0, joints.armature + joints.inertia, joints.armature)
    let pressed = pressed(joints, push: inertia * yielding.acceleration)
    // On the ramp of arming the motor carries only a part of the weight: the rest is no push.
    law.update(externalEffort: RealtimeMath.select(yields .> 0, scale * pressed, .zero))
    law.reset(where: isFree)
    _ = yielding.update(
      target: nominal.position + law.offset, targetVelocity: nominal.velocity + law.rate,
      bounds: joints.bounds, period: period)
    yielding.replace(with: nominal, where: isFree)
    joints.limiter.replace(with: yielding, where: yields .> 0)
  }

  /// What presses on the joints, whose inertia takes `push` where they follow the reference.
  ///
  /// A joint whose effort was cut falls behind it and takes anything between nothing and that: what can be
  /// explained so is no push from outside.
  @_noAllocation @_noLocks @inline(__always)
  private func pressed(_ joints: borrowing JointPair, push: Pair) -> Pair {
    let following = external.effort(
      applied: joints.applied, velocity: joints.estimator.velocity,
      balance: joints.gravity + push)
    let standing = following - push
    let size = RealtimeMath.least(
      RealtimeMath.magnitude(following), RealtimeMath.magnitude(standing))
    let least = RealtimeMath.select(
      following * standing .<= 0, .zero,
      RealtimeMath.select(following .> 0, size, -size))
    return RealtimeMath.select(joints.applied .!= joints.desired, least, following)
  }
}

extension FixedArray where Element == AdmittancePair {
  /// Those pairs of `joints` that have an admittance, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>, period: Double) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.yields(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.yields(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return AdmittancePair(next, joints[2 * next], second, period: period)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func yields(_ pair: Int) -> Bool {
    base[2 * pair].admittance != nil
      || (2 * pair + 1 < count && base[2 * pair + 1].admittance != nil)
  }
}
