public import RobotUnits

extension PID {
  /// What two joints' laws remember; the symbols are those of `PID`.
  @usableFromInline
  struct State: BitwiseCopyable, Sendable {
    /// I of the last output.
    @usableFromInline var integral: Pair
    /// h of the next output.
    @usableFromInline var transfer: Pair
    /// u.
    @usableFromInline var output: Pair
    /// u - v.
    @usableFromInline var excess: Pair
    /// ki T eps of the last cycle.
    @usableFromInline var growth: Pair
    /// d.
    @usableFromInline var rate: Pair
    /// y of the last cycle; not a number where there is none.
    @usableFromInline var measured: Pair
    @usableFromInline var kp: Pair
    @usableFromInline var kd: Pair
    @usableFromInline var heldCycles: Pair

    @_noAllocation @_noLocks @inlinable @inline(__always)
    init(gains: GainsPair) {
      integral = .zero
      transfer = .zero
      output = .zero
      excess = .zero
      growth = .zero
      rate = .zero
      measured = Pair(repeating: .nan)
      kp = gains.kp
      kd = gains.kd
      heldCycles = .zero
    }
  }

  /// What the inputs of a cycle come to, before any gain.
  @usableFromInline
  struct Terms {
    /// eps.
    @usableFromInline let error: Pair
    /// d.
    @usableFromInline let rate: Pair
    /// x_p.
    @usableFromInline let proportional: Pair
    /// x_d.
    @usableFromInline let differential: Pair
    /// F.
    @usableFromInline let feedForward: Pair

    @_noAllocation @_noLocks @inlinable @inline(__always)
    init(_ input: Input, _ state: State, _ parameters: Parameters) {
      let whole = input.reference - input.measured
      error = whole - PID.bounded(whole, parameters.negativeDeadband, parameters.deadband)
      rate = parameters.pole * state.rate + parameters.slope * (input.measured - state.measured)
      proportional = error - parameters.withheld * input.reference
      differential = parameters.rateWeight * input.firstDerivative - rate
      // In two steps: Swift 6.2 takes no longer sum.
      let slow: Pair =
        parameters.ff0 * input.reference + parameters.ff1 * input.firstDerivative
      let fast: Pair =
        slow + parameters.ff2 * input.secondDerivative + parameters.ff3 * input.thirdDerivative
      feedForward = fast + input.feedForward
    }

    /// kp x_p + kd x_d.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    func feedback(_ kp: Pair, _ kd: Pair) -> Pair { kp * proportional + kd * differential }
  }

  /// `value` within `lower...upper`; for what is no number `upper`. Shorter than `RealtimeMath`'s by an
  /// instruction a side, which keeps NaN; here it is found elsewhere.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func bounded(_ value: Pair, _ lower: Pair, _ upper: Pair) -> Pair {
    let below = upper.replacing(with: value, where: value .< upper)
    return lower.replacing(with: below, where: below .> lower)
  }

  /// Beyond, a sum is no number of this world; far enough from the greatest Double that no later term
  /// overflows.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func isSound(_ value: Pair) -> PairMask { RealtimeMath.magnitude(value) .< 1e100 }
}

extension PID.State {
  /// The state after this cycle, and where all of it is sound.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  func after(
    _ input: PID.Input, _ gains: PID.GainsPair, _ parameters: PID.Parameters
  ) -> (PID.State, PairMask) {
    var next = self
    let terms = PID.Terms(input, self, parameters)
    let feedback = terms.feedback(kp, kd)
    next.integral = completedIntegral(parameters)
    let wanted = feedback + (terms.feedForward + (next.integral + transfer))
    next.transfer = parameters.fade * transfer + (feedback - terms.feedback(gains.kp, gains.kd))
    next.growth = gains.integralStep * terms.error
    next.output = limited(wanted, parameters)
    next.excess = next.output - wanted
    next.rate = terms.rate
    next.measured = input.measured
    next.kp = gains.kp
    next.kd = gains.kd
    return (next, PID.isSound(wanted + (next.transfer + next.growth)))
  }

  /// The integral with what became of the last output.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  func completedIntegral(_ parameters: PID.Parameters) -> Pair {
    let isCut = parameters.conditional * excess * growth .< 0
    let grown =
      integral
      + (growth.replacing(with: 0, where: isCut) + parameters.tracking * excess)
    return PID.bounded(grown, parameters.negativeIntegralLimit, parameters.integralLimit)
  }

  /// `wanted` within the output's rate, and then in any case within its limits.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  func limited(_ wanted: Pair, _ parameters: PID.Parameters) -> Pair {
    let reachable = PID.bounded(
      wanted, output - parameters.rateStep, output + parameters.rateStep)
    return PID.bounded(reachable, parameters.lower, parameters.upper)
  }

  /// Takes the state of `other` where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func replace(with other: PID.State, where mask: PairMask) {
    integral.replace(with: other.integral, where: mask)
    transfer.replace(with: other.transfer, where: mask)
    output.replace(with: other.output, where: mask)
    excess.replace(with: other.excess, where: mask)
    growth.replace(with: other.growth, where: mask)
    rate.replace(with: other.rate, where: mask)
    measured.replace(with: other.measured, where: mask)
    kp.replace(with: other.kp, where: mask)
    kd.replace(with: other.kd, where: mask)
    heldCycles.replace(with: other.heldCycles, where: mask)
  }
}
