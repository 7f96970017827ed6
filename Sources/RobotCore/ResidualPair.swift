internal import RobotControl
internal import RobotUnits

/// Two joints with motors, of which at least one has a model that says how it must move.
struct ResidualPair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  var residual: MotionResidual
  /// How long the joints have moved as if their motors gave nothing [s].
  var silentTime = Pair.zero

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    period: Double
  ) {
    self.pair = pair
    residual = MotionResidual(
      least: Pair(first.leastClaim, second.leastClaim), timeConstant: 0.03, period: period)
  }

  /// Forgets what was seen where `mask` is set.
  @_noAllocation @_noLocks
  mutating func reset(_ joints: JointPair, where mask: PairMask) {
    residual.reset(weight: joints.gravity, where: mask)
    silentTime.replace(with: 0, where: mask)
  }

  /// Takes what became of the efforts of the last cycle.
  @_noAllocation @_noLocks
  mutating func update(_ joints: JointPair, period: Double) {
    let isSilent = residual.update(
      effort: joints.applied, weight: joints.gravity, inertia: joints.armature + joints.inertia,
      velocity: joints.estimator.velocity)
    silentTime = RealtimeMath.select(isSilent, silentTime + period, .zero)
  }
}

extension JointConfiguration {
  /// Efforts below this share of the limit say nothing about the motor: friction may take them up. None counts
  /// where no model says how the joint must move.
  var leastClaim: Double {
    @_noAllocation @_noLocks
    get { readsTree && givenEffort > 0 ? 0.2 * givenEffort : .infinity }
  }
}

extension FixedArray where Element == ResidualPair {
  /// Those pairs of `joints` that have a model.
  init(of joints: borrowing FixedArray<JointConfiguration>, period: Double) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.isModelled(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.isModelled(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return ResidualPair(next, joints[2 * next], second, period: period)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func isModelled(_ pair: Int) -> Bool {
    base[2 * pair].leastClaim < .infinity
      || (2 * pair + 1 < count && base[2 * pair + 1].leastClaim < .infinity)
  }
}
