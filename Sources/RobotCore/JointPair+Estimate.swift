internal import RobotControl
internal import RobotUnits

extension JointPair {
  /// The joints went on while the loop was late by `cycles`; one more period passes.
  @_noAllocation @_noLocks @inline(__always)
  mutating func pass(skippedCycles cycles: UInt64, _ safety: SafetyConfiguration, period: Double) {
    let lost = Double(cycles) * period
    elapsed += lost + period
    if cycles > 0, lost <= safety.stallTime { estimator.predict(periods: Double(cycles)) }
  }

  /// Takes the cycle's samples; a bad one is not believed, and its age counts.
  @_noAllocation @_noLocks @inline(__always)
  mutating func estimate(
    _ first: JointMeasurement, _ second: JointMeasurement, isPowered: Bool,
    _ safety: SafetyConfiguration
  ) {
    limits = LimitFlagsPair()
    let position = Pair(first.position, second.position)
    let isFresh = first.quality == .fresh && second.quality == .fresh
    if isFresh, RealtimeMath.both(isExpected(position, safety)) {
      estimator.update(position: position)
      measured = position
      freshRun = Self.increment(freshRun)
      age = .zero
      elapsed = .zero
      jumps = .zero
    } else {
      sift(first, second, isPowered: isPowered, safety)
    }
  }

  /// `estimate` where at least one of the two readings is missing, bad, or the first for a while.
  @_noAllocation @_noLocks
  private mutating func sift(
    _ first: JointMeasurement, _ second: JointMeasurement, isPowered: Bool,
    _ safety: SafetyConfiguration
  ) {
    let position = Pair(first.reading(), second.reading())
    var isTaken = position - position .== 0
    if isPowered {
      // While the outputs are off the arm may be moved by hand at any speed, so nothing is rejected
      // then; but it only counts as fresh for arming once it moves no faster than it can by itself.
      let isJump = isTaken .& (hasMeasured .> 0) .& .!isReachable(position, safety)
      jumps.replace(with: jumps + 1, where: isJump)
      isTaken = isTaken .& .!isJump
    }
    // A first reading, or one that says nothing about speed: a filter that went on from the old one
    // would show a speed that never was.
    let isNew = isTaken .& .!isExpected(position, safety)
    estimator.reset(position: position, where: isNew)
    estimator.update(position: position, where: isTaken)
    measured.replace(with: position, where: isTaken)
    hasMeasured.replace(with: 1, where: isTaken)
    age = RealtimeMath.select(isTaken, .zero, Self.increment(age))
    // A reply that came late is no reading, but no bad one either, as long as an armed robot would ride
    // through it.
    let isMissing = Pair(first.missing(), second.missing()) .> 0
    let isRiddenThrough = isMissing .& (age .<= Double(safety.staleCycles))
    let run = RealtimeMath.select(isNew, Pair(repeating: 1), Self.increment(freshRun))
    freshRun.replace(with: 0, where: .!isRiddenThrough)
    freshRun.replace(with: run, where: isTaken)
    elapsed.replace(with: 0, where: isTaken)
    jumps.replace(with: 0, where: isTaken)
  }

  /// A reading that goes on from the one before, which was not long ago.
  @_noAllocation @_noLocks @inline(__always)
  private func isExpected(_ position: Pair, _ safety: SafetyConfiguration) -> PairMask {
    (hasMeasured .> 0) .& (age .<= Double(safety.staleCycles)) .& (elapsed .<= safety.stallTime)
      .& isReachable(position, safety)
  }

  /// A reading that the joint's greatest speed does not explain is not reachable.
  @_noAllocation @_noLocks @inline(__always)
  private func isReachable(_ position: Pair, _ safety: SafetyConfiguration) -> PairMask {
    let reach = velocityLimit * elapsed * safety.jumpFactor
    return RealtimeMath.magnitude(position - measured) .<= reach + margins.jump
  }

  /// One more, up to what a snapshot holds.
  @_noAllocation @_noLocks @inline(__always)
  private static func increment(_ count: Pair) -> Pair {
    RealtimeMath.least(count + 1, Pair(repeating: 4_294_967_295))
  }

  /// Counts what must not last; says whether something is a fault, or may be one.
  @_noAllocation @_noLocks @inline(__always)
  mutating func watch(_ safety: SafetyConfiguration, period: Double) -> Bool {
    let isFast =
      RealtimeMath.magnitude(estimator.velocity) .> velocityLimit
      * safety.overSpeedFactor
    overSpeedRun = RealtimeMath.select(isFast, overSpeedRun + 1, .zero)
    let offset = measured - limiter.position
    let isAstray = RealtimeMath.magnitude(offset) .> margins.followingError
    followingErrorTime = RealtimeMath.select(isAstray, followingErrorTime + period, .zero)
    let hasTurned = oscillation.update(offset: offset, effort: applied - fed)
    let isBeyond = (measured .> outerUpper) .| (measured .< outerLower)
    return RealtimeMath.either(
      hasTurned .| isBeyond .| (age .> Double(safety.staleCycles))
        .| (overSpeedRun .> Double(safety.overSpeedCycles))
        .| (followingErrorTime .> safety.followingErrorTime))
  }
}
