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
///     I(k+1) = min(max(I + s ki T eps + g (u - v), -integralLimit), integralLimit)
///     h(k+1) = (1 - T / Th) h + (kp(k-1) x_p + kd(k-1) x_d) - (kp x_p + kd x_d)
///
/// u is the output. Without dead band kp x_p is kp (b r - y). The derivative is discretised by backward
/// differences and the integral by forward differences, as in K. J. Astrom and R. M. Murray, "Feedback
/// Systems", 2nd ed., section 11.5, and K. J. Astrom and T. Hagglund, "Advanced PID Control", chapter 13
/// (windup: section 3.5). The dead band and FF0 to FF3 are those of LinuxCNC's `pid`, tau its bias.
///
/// - Anti-windup. `clamp`: s = 1, g = 0, the bound of I is all. `backCalculation`: s = 1, g = T / Tt.
///   `conditional`: g = 0, and s = 0 while (u - v) eps ki < 0.
/// - h takes up what a change of gains would add to the output, and fades with the time Th: effort and gains
///   never jump together. Without any integral gain the bound of I is 0, and h takes it up.
/// - Late cycles count as one: every coefficient is that of the nominal period.
/// - If v, its terms or the new gains are no finite numbers (or of 1e100 and more), the cycle is held: u stays
///   within its limits what it was, I too, and d begins anew. As d needs a sample before, the first cycle
///   with numbers after that, and after `init`, is held as well. `heldCycles` tells. So no input makes
///   a state that is no number.
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
    @_noAllocation @_noLocks get { state.integral }
  }
  /// The transfer term h of the next output: what is left of changes of gains and modes.
  @inlinable public var transfer: Pair {
    @_noAllocation @_noLocks get { state.transfer }
  }
  /// The output u.
  @inlinable public var output: Pair {
    @_noAllocation @_noLocks get { state.output }
  }
  /// What limits took off the output: u - v, 0 when none was met.
  @inlinable public var excess: Pair {
    @_noAllocation @_noLocks get { state.excess }
  }
  /// The filtered derivative d of the measurement [1/s].
  @inlinable public var measuredRate: Pair {
    @_noAllocation @_noLocks get { state.rate }
  }
  /// How many cycles were held since `init`, because a number was not finite or there was no sample before.
  @inlinable public var heldCycles: Pair {
    @_noAllocation @_noLocks get { state.heldCycles }
  }

  @usableFromInline var parameters: Parameters
  @usableFromInline var state: State

  /// A law without history that begins with `gains`, its output at 0.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init(_ parameters: Parameters, gains: GainsPair) {
    self.parameters = parameters
    state = State(gains: gains)
  }

  /// Forgets the history where `mask` is set, and begins at rest at `measured`; the output rate is limited
  /// from `output` on.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(
    output: Pair, measured: Pair, gains: GainsPair, where mask: PairMask
  ) {
    var fresh = State(gains: gains)
    fresh.output = RealtimeMath.select(output - output .== 0, output, .zero)
    fresh.measured = measured
    fresh.heldCycles = state.heldCycles
    state.replace(with: fresh, where: mask)
  }

  /// The output of this cycle. It still has the gains of the last one; the next cycle's has `gains`, and h
  /// makes up for the difference.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(_ input: Input, gains: GainsPair) -> Pair {
    let (next, isSound) = state.after(input, gains, parameters)
    if RealtimeMath.both(isSound) {
      state = next
    } else {
      state.hold(measured: input.measured, kp: gains.kp, kd: gains.kd, parameters)
      state.replace(with: next, where: isSound)
    }
    return state.output
  }

  /// Tells the law what a later limit made of its output. Before the next `update`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteApplied(_ applied: Pair) {
    let known = RealtimeMath.select(applied - applied .== 0, applied, output)
    state.excess += known - output
    state.output = known
  }

  /// Tells the law that a loop inside could not follow its output, by `excess` in units of the output: the
  /// integral counts it like a limit of its own, the output stays. Before the next `update`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteExcess(_ excess: Pair) {
    state.excess += RealtimeMath.select(excess - excess .== 0, excess, .zero)
  }
}
