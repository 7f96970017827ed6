public import RobotUnits

/// The PID law of two joints: filtered derivative on the measurement, setpoint weights, feed-forward,
/// dead band, limits of output and output rate, three kinds of anti-windup, and no bump when gains or
/// modes change.
///
/// With the reference r and its derivatives r', r'', r''', the measurement y, the nominal period T and
/// k the cycle (left out where it is the present one):
///
///     e = r - y                        eps = e - min(max(e, -deadband), deadband)
///     d = a d(k-1) + (y - y(k-1)) / (Tf + T)              a = Tf / (Tf + T)
///     x_p = eps - (1 - b) r            x_d = c r' - d
///     F = ff0 r + ff1 r' + ff2 r'' + ff3 r''' + tau
///     v = kp(k-1) x_p + kd(k-1) x_d + F + I + h
///     w = min(max(v, u(k-1) - rate T), u(k-1) + rate T)   u = min(max(w, lower), upper)
///     I(k+1) = min(max(rho I + s ki T eps + g (u - v), -integralLimit), integralLimit)
///     h(k+1) = (1 - T / Th) h + (kp(k-1) - kp) x_p + (kd(k-1) - kd) x_d
///
/// u is the output. Without dead band kp x_p is kp (b r - y). The derivative is discretised by backward
/// differences and the integral by forward differences, as in K. J. Astrom and R. M. Murray, "Feedback
/// Systems", 2nd ed., section 11.5, and K. J. Astrom and T. Hagglund, "Advanced PID Control", chapter 13
/// (windup: section 3.5). The dead band and FF0 to FF3 are those of LinuxCNC's `pid`, tau its bias.
///
/// - Anti-windup. `clamp`: s = 1, g = 0, the bound of I is all. `backCalculation`: s = 1, g = T / Tt.
///   `conditional`: g = 0, and s = 0 while (u - v) eps ki < 0. Without any integral gain g = 0.
/// - h takes up what a change of gains would add to the output, and fades with the time Th: effort and gains
///   never jump together. rho is 1, or (1 - T / Th) where there is no integral gain.
/// - Before the first sample there is no difference: y(k-1) = y.
/// - Late cycles count as one: every coefficient is that of the nominal period.
/// - If v, its terms or the new gains are no finite numbers (or of 1e100 and more), the cycle counts as
///   one without a sample: u stays within its limits what it was, I too, and d begins anew. `isHeld`
///   tells. So no input makes a state that is no number.
///
/// The units are those of the loop: for joint positions r and y in rad and u in N.m, for wheel velocities r
/// and y in rad/s. Real-time: yes.
public struct PID: BitwiseCopyable, Sendable {
  /// The inputs of one cycle.
  public struct Input: BitwiseCopyable, Sendable {
    /// The reference r.
    public var reference: Pair
    /// Its first derivative, of a position the velocity [1/s].
    public var firstDerivative: Pair
    /// Its second derivative, of a position the acceleration [1/s^2].
    public var secondDerivative: Pair
    /// Its third derivative, of a position the jerk [1/s^3].
    public var thirdDerivative: Pair
    /// The measurement y.
    public var measured: Pair
    /// Added to the output as it is: gravity, friction, a bias.
    public var feedForward: Pair

    /// Inputs in SI units.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    public init(
      reference: Pair, firstDerivative: Pair, secondDerivative: Pair, thirdDerivative: Pair,
      measured: Pair, feedForward: Pair
    ) {
      self.reference = reference
      self.firstDerivative = firstDerivative
      self.secondDerivative = secondDerivative
      self.thirdDerivative = thirdDerivative
      self.measured = measured
      self.feedForward = feedForward
    }
  }

  /// The integral term I of the last output.
  @inlinable public var integral: Pair {
    @_noAllocation @_noLocks get { currentIntegral }
  }
  /// The transfer term h of the next output: what is left of changes of gains and modes.
  @inlinable public var transfer: Pair {
    @_noAllocation @_noLocks get { currentTransfer }
  }
  /// The output u.
  @inlinable public var output: Pair {
    @_noAllocation @_noLocks get { currentOutput }
  }
  /// What limits took off the output: u - v, 0 when none was met.
  @inlinable public var excess: Pair {
    @_noAllocation @_noLocks get { currentExcess }
  }
  /// The filtered derivative d of the measurement [1/s].
  @inlinable public var measuredRate: Pair {
    @_noAllocation @_noLocks get { derivative }
  }
  /// Where the last cycle held the output, because a number was not finite; also before the first cycle.
  @inlinable public var isHeld: PairMask {
    @_noAllocation @_noLocks get { lastMeasured .!= lastMeasured }
  }

  @usableFromInline var currentIntegral: Pair
  @usableFromInline var currentTransfer: Pair
  @usableFromInline var currentOutput: Pair
  @usableFromInline var currentExcess: Pair
  /// ki T eps of the last cycle.
  @usableFromInline var growth: Pair
  @usableFromInline var derivative: Pair
  /// Not a number where there is none.
  @usableFromInline var lastMeasured: Pair
  @usableFromInline var kp: Pair
  @usableFromInline var kd: Pair

  /// A law without history that begins with `gains`, its output at 0.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init(gains: GainsPair) {
    currentIntegral = .zero
    currentTransfer = .zero
    currentOutput = .zero
    currentExcess = .zero
    growth = .zero
    derivative = .zero
    lastMeasured = Pair(repeating: .nan)
    kp = gains.kp
    kd = gains.kd
  }

  /// Forgets the history where `mask` is set; the output rate is limited from `output` on.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(output: Pair, gains: GainsPair, where mask: PairMask) {
    var fresh = PID(gains: gains)
    fresh.currentOutput = RealtimeMath.select(output - output .== 0, output, .zero)
    replace(with: fresh, where: mask)
  }

  /// The output of this cycle. The effort of this cycle still has the gains of the last one; the next
  /// cycle's has `gains`, and h makes up for the difference.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(_ input: Input, gains: GainsPair, parameters: Parameters) -> Pair {
    let (next, isSound) = stepped(input, gains, parameters)
    if RealtimeMath.both(isSound) {
      self = next
    } else {
      recover(input, gains, parameters)
    }
    return currentOutput
  }

  /// Tells the law what a later limit made of its output. Before the next `update`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteApplied(_ applied: Pair) {
    let known = RealtimeMath.select(applied - applied .== 0, applied, currentOutput)
    currentExcess += known - currentOutput
    currentOutput = known
  }

  /// Tells the law that a loop inside could not follow its output, by `excess` in units of the output: the
  /// integral counts it like a limit of its own, the output stays. Before the next `update`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteExcess(_ excess: Pair) {
    currentExcess += RealtimeMath.select(excess - excess .== 0, excess, .zero)
  }
}

extension PID {
  /// Beyond, a sum is no number of this world; far enough from the greatest Double that no later term
  /// overflows.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func isSound(_ value: Pair) -> PairMask { RealtimeMath.magnitude(value) .< 1e100 }

  /// What the inputs of a cycle come to, before any gain.
  @usableFromInline
  struct Terms {
    /// eps.
    @usableFromInline let error: Pair
    /// d.
    @usableFromInline let derivative: Pair
    /// x_p.
    @usableFromInline let proportional: Pair
    /// x_d.
    @usableFromInline let differential: Pair
    /// F.
    @usableFromInline let feedForward: Pair

    @_noAllocation @_noLocks @inlinable @inline(__always)
    init(_ input: Input, _ law: PID, _ parameters: Parameters) {
      let error = input.reference - input.measured
      self.error =
        error
        - RealtimeMath.greatest(
          RealtimeMath.least(error, parameters.deadband), parameters.negativeDeadband)
      derivative =
        parameters.pole * law.derivative + parameters.slope * (input.measured - law.lastMeasured)
      proportional = self.error - parameters.withheld * input.reference
      differential = parameters.rateWeight * input.firstDerivative - derivative
      feedForward =
        parameters.ff0 * input.reference + parameters.ff1 * input.firstDerivative
        + parameters.ff2 * input.secondDerivative + parameters.ff3 * input.thirdDerivative
        + input.feedForward
    }
  }

  /// The law after this cycle, and where all of it is sound.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  func stepped(_ input: Input, _ gains: GainsPair, _ parameters: Parameters) -> (PID, PairMask) {
    var next = self
    next.integrate(parameters)
    let terms = Terms(input, self, parameters)
    let wanted =
      (kp * terms.proportional + kd * terms.differential)
      + (terms.feedForward + (next.currentIntegral + currentTransfer))
    next.currentOutput = limited(wanted, parameters)
    next.currentExcess = next.currentOutput - wanted
    next.currentTransfer =
      parameters.fade * currentTransfer
      + ((kp - gains.kp) * terms.proportional + (kd - gains.kd) * terms.differential)
    next.growth = gains.integralStep * terms.error
    next.derivative = terms.derivative
    next.lastMeasured = input.measured
    next.kp = gains.kp
    next.kd = gains.kd
    return (next, PID.isSound(wanted + (next.currentTransfer + next.growth)))
  }

  /// Completes the integral with what became of the last output.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func integrate(_ parameters: Parameters) {
    let isCut = parameters.conditional * currentExcess * growth .< 0
    let grown =
      parameters.retention * currentIntegral
      + (growth.replacing(with: 0, where: isCut) + parameters.tracking * currentExcess)
    currentIntegral = RealtimeMath.greatest(
      RealtimeMath.least(grown, parameters.integralLimit), parameters.negativeIntegralLimit)
  }

  /// `wanted` within the output's rate, and then in any case within its limits.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  func limited(_ wanted: Pair, _ parameters: Parameters) -> Pair {
    let reachable = RealtimeMath.least(
      RealtimeMath.greatest(wanted, currentOutput - parameters.rateStep),
      currentOutput + parameters.rateStep)
    return RealtimeMath.least(
      RealtimeMath.greatest(reachable, parameters.lower), parameters.upper)
  }

  /// Takes the state of `other` where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func replace(with other: PID, where mask: PairMask) {
    currentIntegral.replace(with: other.currentIntegral, where: mask)
    currentTransfer.replace(with: other.currentTransfer, where: mask)
    currentOutput.replace(with: other.currentOutput, where: mask)
    currentExcess.replace(with: other.currentExcess, where: mask)
    growth.replace(with: other.growth, where: mask)
    derivative.replace(with: other.derivative, where: mask)
    lastMeasured.replace(with: other.lastMeasured, where: mask)
    kp.replace(with: other.kp, where: mask)
    kd.replace(with: other.kd, where: mask)
  }
}
