internal import RobotControl
internal import RobotUnits

/// The windings of two joints of which at least one has a rating.
struct HeatPair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  var heat: MotorHeat
  /// Reference and joint this far apart: the joint is not where it shall be.
  let margin: Pair
  /// How long the current has kept a joint from where it shall be [s].
  var shortTime = Pair.zero

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    _ safety: SafetyConfiguration
  ) {
    self.pair = pair
    heat = MotorHeat(first.rating ?? .none(), second.rating ?? .none())
    margin = safety.armingMargin * Pair(first.lever, second.lever)
  }

  /// The motors gave `joints.applied` for `time` s; from now on they give what that leaves them.
  @_noAllocation @_noLocks
  mutating func update(_ joints: inout JointPair, time: Double) {
    heat.update(current: joints.motor.current(effort: joints.applied), time: time)
    joints.effortLimit = joints.givenEffortLimit
    limit(&joints)
  }

  /// Takes of what the joints may give what their motors' heat takes.
  @_noAllocation @_noLocks
  func limit(_ joints: inout JointPair) {
    joints.effortLimit = RealtimeMath.least(
      joints.motor.effort(current: heat.allowedCurrent()), joints.effortLimit)
  }

  /// Whether the current cut the efforts of this cycle.
  @_noAllocation @_noLocks
  func isCut(_ joints: JointPair) -> PairMask {
    let allowed = joints.motor.effort(current: heat.allowedCurrent())
    return (RealtimeMath.magnitude(joints.desired) .> allowed)
      .& (allowed .< joints.givenEffortLimit)
  }

  /// Counts how long warm motors have been too weak for their joints.
  @_noAllocation @_noLocks
  mutating func watch(_ joints: JointPair, isCut: PairMask, period: Double) {
    let isAstray =
      RealtimeMath.magnitude(joints.limiter.position - joints.measured) .> margin
    let isShort = isCut .& isAstray .& (heat.load .>= MotorHeat.foldBack)
    shortTime = RealtimeMath.select(isShort, shortTime + period, .zero)
  }
}

extension FixedArray where Element == HeatPair {
  /// Those pairs of `joints` that have a rating, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>, _ safety: SafetyConfiguration) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.isRated(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.isRated(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return HeatPair(next, joints[2 * next], second, safety)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func isRated(_ pair: Int) -> Bool {
    hasRating(2 * pair) || (2 * pair + 1 < count && hasRating(2 * pair + 1))
  }

  @_noAllocation @_noLocks
  private func hasRating(_ joint: Int) -> Bool {
    if case .some = base[joint].rating { true } else { false }
  }
}
