public import RobotControl
internal import RobotUnits

/// What watches that a joint's feedback gives out no more energy than it took in.
public struct JointPassivity: BitwiseCopyable, Sendable {
  /// The observer and its reactions.
  public var observer: PassivityObserver.Configuration
  /// Movements to and fro within this much are noise of the encoder [rad], at least 0.
  public var grain: Double
  /// Coulomb friction of the joint [N.m], at least 0: what the feedback gives out and friction takes in moves
  /// nothing.
  public var friction: Double

  /// An observer in SI units.
  public init(_ observer: PassivityObserver.Configuration, grain: Double, friction: Double) {
    self.observer = observer
    self.grain = grain
    self.friction = friction
  }

  /// One for a joint that nobody looks at.
  static func idle() -> JointPassivity {
    JointPassivity(
      PassivityObserver.Configuration(
        dampingLimit: 0, energyLimit: 1, restVelocity: 1, backOffTime: 1, leastScale: 1),
      grain: 0, friction: 0)
  }
}

/// Two joints of which at least one has a passivity observer.
struct ObserverPair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  /// 1 for joints that are observed.
  let isObserved: Pair
  let grain: Pair
  let friction: Pair
  /// How long a joint that stood still is still looked at with suspicion [s].
  let patience: Pair
  var observer: PassivityObserver
  /// The measured position without what is within the grain.
  var tracked = Pair.zero
  /// The reference less that, in the last cycle.
  var distance = Pair.zero
  /// What of the effort is no feedback.
  var modelled = Pair.zero
  /// How long joint and reference have stood still [s].
  var stillTime = Pair.zero

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    period: Double
  ) {
    let (x, y) = (first.passivity ?? .idle(), second.passivity ?? .idle())
    self.pair = pair
    isObserved = Pair(first.passivity == nil ? 0 : 1, second.passivity == nil ? 0 : 1)
    grain = Pair(x.grain, y.grain)
    friction = Pair(x.friction, y.friction)
    patience = Pair(x.observer.backOffTime, y.observer.backOffTime)
    observer = PassivityObserver(x.observer, y.observer, period: period)
  }

  /// Forgets the energy where `mask` is set.
  @_noAllocation @_noLocks
  mutating func reset(_ joints: JointPair, where mask: PairMask) {
    observer.reset(where: mask)
    tracked.replace(with: joints.measured, where: mask)
    distance.replace(with: joints.limiter.position - joints.measured, where: mask)
  }

  /// The efforts [N.m] with their feedback backed off and damped as far as it is needed.
  @_noAllocation @_noLocks
  mutating func effort(
    _ desired: Pair, _ joints: inout JointPair, _ target: TargetPair, _ mode: ControlMode,
    scale: Pair, period: Double
  ) -> Pair {
    var added = joints.modelEffort(mode)
    if mode.isStreaming {
      added.replace(
        with: added + target.feedForward, where: target.feedForward .== target.feedForward)
    }
    if mode.isLost { added.replace(with: 0, where: joints.letsGo .> 0) }
    modelled = scale * added
    let moved = joints.measured - tracked
    let way = moved - RealtimeMath.clamp(moved, within: grain)
    tracked += way
    let isStill = (way .== 0) .& (joints.limiter.velocity .== 0)
    stillTime = RealtimeMath.select(
      isStill, RealtimeMath.least(stillTime + period, patience), .zero)
    observer.forgive(where: stillTime .>= patience)
    let before = distance
    distance = joints.limiter.position - tracked
    let feedback = observer.scale * (desired - modelled)
    let passive = observer.update(
      feedback: feedback, relativeVelocity: (distance - before) / period,
      dissipated: friction * RealtimeMath.magnitude(way) / period)
    let isActive = (observer.scale .< 1 - 1e-3) .| (observer.damping .> 0)
    joints.limits.insert(.passivity, where: (isObserved .> 0) .& isActive)
    return RealtimeMath.select(isObserved .> 0, modelled + passive, desired)
  }

  /// Tells the observer what became of its effort.
  @_noAllocation @_noLocks
  mutating func noteApplied(_ joints: JointPair) {
    observer.noteApplied(joints.applied - modelled)
  }
}

extension FixedArray where Element == ObserverPair {
  /// Those pairs of `joints` that have an observer, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>, period: Double) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.isObserved(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.isObserved(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return ObserverPair(next, joints[2 * next], second, period: period)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func isObserved(_ pair: Int) -> Bool {
    base[2 * pair].passivity != nil
      || (2 * pair + 1 < count && base[2 * pair + 1].passivity != nil)
  }
}
