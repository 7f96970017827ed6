public import RobotUnits

// What does not happen every cycle: samples that are missing, modes, and other parameters.

extension PID {
  /// The output of this cycle where `mask` is not set; where it is, the manual or tracked `effort`, within
  /// the limits of the output. The law follows it: where `mask` is no longer set, it goes on from there
  /// without a bump.
  ///
  /// What the law has to add to its own terms to give `effort` goes into I as far as I reaches, when
  /// there is an integral gain, and otherwise into h. An `effort` that is not finite holds the output.
  @_noAllocation @_noLocks
  public mutating func update(
    _ input: Input, gains: GainsPair, parameters: Parameters, following effort: Pair,
    where mask: PairMask
  ) -> Pair {
    var automatic = self
    _ = automatic.update(input, gains: gains, parameters: parameters)
    follow(effort, input, gains, parameters)
    replace(with: automatic, where: .!mask)
    return currentOutput
  }

  /// Goes over to other `parameters` without a bump: the coming `update` with `input` gives the effort that
  /// it would have given with `old` ones, as far as the new limits allow.
  @_noAllocation @_noLocks
  public mutating func change(from old: Parameters, to new: Parameters, at input: Input) {
    beginDerivative(input)
    var (before, after) = (self, self)
    before.integrate(old)
    after.integrate(new)
    let bump =
      (rest(input, old) - rest(input, new)) + (before.currentIntegral - after.currentIntegral)
    currentTransfer += RealtimeMath.select(PID.isSound(bump), bump, .zero)
  }

  /// The terms of the law without I and h.
  @_noAllocation @_noLocks
  func rest(_ input: Input, _ parameters: Parameters) -> Pair {
    let terms = Terms(input, self, parameters)
    return (kp * terms.proportional + kd * terms.differential) + terms.feedForward
  }

  /// Where there is no sample before this one, this one stands for it: no difference.
  @_noAllocation @_noLocks
  mutating func beginDerivative(_ input: Input) {
    lastMeasured.replace(with: input.measured, where: lastMeasured .!= lastMeasured)
  }

  /// A cycle of which a part has no history or no number.
  @_noAllocation @_noLocks @usableFromInline @inline(never)
  mutating func recover(_ input: Input, _ gains: GainsPair, _ parameters: Parameters) {
    beginDerivative(input)
    let (next, isSound) = stepped(input, gains, parameters)
    var held = self
    held.hold(held.currentOutput, gains, parameters)
    self = held
    replace(with: next, where: isSound)
  }

  /// Puts out `effort`, with no sample to go by.
  @_noAllocation @_noLocks
  private mutating func hold(_ effort: Pair, _ gains: GainsPair, _ parameters: Parameters) {
    currentOutput = limited(effort, parameters)
    currentExcess = .zero
    growth = .zero
    derivative = .zero
    lastMeasured = Pair(repeating: .nan)
    currentTransfer.replace(with: 0, where: .!PID.isSound(currentTransfer))
    kp.replace(with: gains.kp, where: PID.isSound(gains.kp))
    kd.replace(with: gains.kd, where: PID.isSound(gains.kd))
  }

  /// Puts out `effort`, and makes I and h what gives it with the law's own terms.
  @_noAllocation @_noLocks
  private mutating func follow(
    _ effort: Pair, _ input: Input, _ gains: GainsPair, _ parameters: Parameters
  ) {
    beginDerivative(input)
    let known = RealtimeMath.select(effort - effort .== 0, effort, currentOutput)
    var held = self
    held.hold(known, gains, parameters)
    var tracking = held
    tracking.derivative = derivative
    tracking.lastMeasured = lastMeasured
    let terms = Terms(input, tracking, parameters)
    let missing = held.currentOutput - tracking.rest(input, parameters)
    // Retained in full where there is an integral gain, and only there.
    let reach = RealtimeMath.select(
      parameters.retention .== 1, parameters.integralLimit, .zero)
    tracking.currentIntegral = RealtimeMath.clamp(missing, within: reach)
    tracking.currentTransfer = missing - tracking.currentIntegral
    tracking.derivative = terms.derivative
    tracking.lastMeasured = input.measured
    self = held
    replace(with: tracking, where: PID.isSound(missing))
  }
}
