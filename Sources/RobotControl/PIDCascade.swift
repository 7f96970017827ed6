public import RobotUnits

/// Position, velocity and effort of two joints in cascade: one `PID` turns the position error into a velocity
/// reference, another one the velocity error into an effort.
///
///     u1 = PID1(r, r', r'', r'''; q)              the velocity reference [rad/s]
///     u2 = PID2(u1, r'', r''', 0; dq) + tau       the effort [N.m]
///
/// With FF1 = 1 in PID1 the velocity of the reference passes without an error of position. The limits of PID1
/// bound the velocity and (its output rate) the acceleration of the reference, those of PID2 the effort.
///
/// Saturation goes outwards: what the effort fell short of, `u2 - v2`, counts in PID1 like a limit of its own
/// of `(u2 - v2) / (kp2 b2 + ff0_2)`, the change of u1 that would have met it: the realisable reference of
/// R. Hanus, M. Kinnaert and J.-L. Henrotte, "Conditioning Technique, a General Anti-windup and Bumpless
/// Transfer Method", Automatica 23 (1987). So PID1's kind of anti-windup holds for the inner limits too; u1
/// itself does not jump. Real-time: yes.
public struct PIDCascade: BitwiseCopyable, Sendable {
  /// The inputs of one cycle.
  public struct Input: BitwiseCopyable, Sendable {
    /// Reference position [rad].
    public var reference: Pair
    /// Reference velocity [rad/s].
    public var velocity: Pair
    /// Reference acceleration [rad/s^2].
    public var acceleration: Pair
    /// Reference jerk [rad/s^3].
    public var jerk: Pair
    /// Measured position [rad].
    public var measuredPosition: Pair
    /// Measured velocity [rad/s].
    public var measuredVelocity: Pair
    /// Effort added as it is [N.m].
    public var feedForward: Pair

    /// Inputs in SI units.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    public init(
      reference: Pair, velocity: Pair, acceleration: Pair, jerk: Pair, measuredPosition: Pair,
      measuredVelocity: Pair, feedForward: Pair
    ) {
      self.reference = reference
      self.velocity = velocity
      self.acceleration = acceleration
      self.jerk = jerk
      self.measuredPosition = measuredPosition
      self.measuredVelocity = measuredVelocity
      self.feedForward = feedForward
    }
  }

  /// The gains of both loops.
  public struct Gains: BitwiseCopyable, Sendable {
    /// Those of the position loop [1/s and so on].
    public var position: PID.GainsPair
    /// Those of the velocity loop [N.m.s/rad and so on].
    public var velocity: PID.GainsPair

    /// Gains for the same period.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    public init(position: PID.GainsPair, velocity: PID.GainsPair) {
      self.position = position
      self.velocity = velocity
    }
  }

  /// The position loop; its output is the velocity reference.
  public private(set) var position: PID
  /// The velocity loop; its output is the effort.
  public private(set) var velocity: PID

  /// A cascade of two loops for the same period.
  @_noAllocation @_noLocks
  public init(position: PID, velocity: PID) {
    self.position = position
    self.velocity = velocity
  }

  /// Forgets the history where `mask` is set: begins at `measuredPosition` and `measuredVelocity` with the
  /// output `effort`.
  @_noAllocation @_noLocks
  public mutating func reset(
    effort: Pair, measuredPosition: Pair, measuredVelocity: Pair, gains: Gains,
    where mask: PairMask
  ) {
    position.reset(
      output: measuredVelocity, measured: measuredPosition, gains: gains.position, where: mask)
    velocity.reset(
      output: effort, measured: measuredVelocity, gains: gains.velocity, where: mask)
  }

  /// The effort of this cycle [N.m].
  @_noAllocation @_noLocks
  public mutating func update(_ input: Input, gains: Gains) -> Pair {
    propagateExcess()
    let reference = position.update(outer(input), gains: gains.position)
    return velocity.update(inner(input, reference), gains: gains.velocity)
  }

  /// The same with loops that are open in some joints. Where `keepsVelocity` is set, `velocity` [rad/s] stands
  /// for the output of the position loop; where `keepsEffort` is set, `effort` [N.m] for that of the velocity
  /// loop, and the velocity reference follows the measured one. No effort jumps when a loop is closed again.
  @_noAllocation @_noLocks
  public mutating func update(
    _ input: Input, gains: Gains, velocity: Pair, where keepsVelocity: PairMask, effort: Pair,
    where keepsEffort: PairMask
  ) -> Pair {
    propagateExcess()
    let followed = RealtimeMath.select(keepsEffort, input.measuredVelocity, velocity)
    let reference = position.update(
      outer(input), gains: gains.position, following: followed,
      where: keepsVelocity .| keepsEffort)
    return self.velocity.update(
      inner(input, reference), gains: gains.velocity, following: effort, where: keepsEffort)
  }

  /// Lets both integrals fade where `mask` is set (see `PID.releaseIntegral`).
  @_noAllocation @_noLocks
  public mutating func releaseIntegrals(where mask: PairMask) {
    position.releaseIntegral(where: mask)
    velocity.releaseIntegral(where: mask)
  }

  /// Tells the velocity loop, and with the next `update` the position loop, what became of the effort.
  @_noAllocation @_noLocks
  public mutating func noteApplied(_ applied: Pair) { velocity.noteApplied(applied) }

  @_noAllocation @_noLocks
  private mutating func propagateExcess() {
    let gain = velocity.referenceGain
    position.noteExcess(RealtimeMath.select(gain .> 0, velocity.excess / gain, .zero))
  }

  @_noAllocation @_noLocks
  private func outer(_ input: Input) -> PID.Input {
    PID.Input(
      reference: input.reference, firstDerivative: input.velocity,
      secondDerivative: input.acceleration, thirdDerivative: input.jerk,
      measured: input.measuredPosition, feedForward: .zero)
  }

  @_noAllocation @_noLocks
  private func inner(_ input: Input, _ reference: Pair) -> PID.Input {
    PID.Input(
      reference: reference, firstDerivative: input.acceleration, secondDerivative: input.jerk,
      thirdDerivative: .zero, measured: input.measuredVelocity, feedForward: input.feedForward)
  }
}

extension PID {
  /// How the wanted output changes with the reference: kp b + ff0.
  fileprivate var referenceGain: Pair {
    @_noAllocation @_noLocks get { state.kp * (1 - parameters.withheld) + parameters.ff0 }
  }
}
