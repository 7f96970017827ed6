public import RobotUnits

// What does not happen every cycle: samples that are missing, modes, and other parameters.

extension PID {
  /// The output of this cycle where `mask` is not set; where it is, the manual or tracked `effort`, within
  /// the limits of the output. The law follows it: where `mask` is no longer set, it goes on from there
  /// without a bump.
  ///
  /// What the law has to add to its own terms to give `effort` goes into I as far as I reaches, and
  /// otherwise into h. An `effort` that is not finite holds the output.
  @_noAllocation @_noLocks
  public mutating func update(
    _ input: Input, gains: GainsPair, following effort: Pair, where mask: PairMask
  ) -> Pair {
    var manual = state
    manual.follow(effort, input, gains, parameters)
    _ = update(input, gains: gains)
    state.replace(with: manual, where: mask)
    return state.output
  }

  /// Goes over to other `parameters` without a bump: an `update` with `input` gives the effort that it would
  /// have given before, as far as the new limits allow.
  @_noAllocation @_noLocks
  public mutating func change(to parameters: Parameters, at input: Input) {
    state.beginRate(input)
    let bump = state.sum(input, self.parameters) - state.sum(input, parameters)
    state.transfer += RealtimeMath.select(PID.isSound(bump), bump, .zero)
    self.parameters = parameters
  }

  /// Moves the integral into h where `mask` is set: the output does not jump, and what had been integrated
  /// fades with the time Th. After an `update` with an integral gain of 0.
  @_noAllocation @_noLocks
  public mutating func releaseIntegral(where mask: PairMask) {
    state.releaseIntegral(where: mask)
  }
}

extension PID.State {
  /// Where there is no sample before this one, this one stands for it: no difference.
  @_noAllocation @_noLocks
  mutating func beginRate(_ input: PID.Input) {
    measured.replace(with: input.measured, where: measured .!= measured)
  }

  @_noAllocation @_noLocks
  mutating func releaseIntegral(where mask: PairMask) {
    transfer.replace(with: transfer + integral, where: mask)
    integral.replace(with: 0, where: mask)
  }

  /// The terms of the law but h.
  @_noAllocation @_noLocks
  func sum(_ input: PID.Input, _ parameters: PID.Parameters) -> Pair {
    let terms = PID.Terms(input, self, parameters)
    return terms.feedback(kp, kd) + (terms.feedForward + completedIntegral(parameters))
  }

  /// A cycle without numbers: everything stays, and the derivative begins anew.
  @_noAllocation @_noLocks @usableFromInline @inline(never)
  mutating func hold(
    measured sample: Pair, kp newKp: Pair, kd newKd: Pair, _ parameters: PID.Parameters
  ) {
    output = limited(output, parameters)
    excess = .zero
    growth = .zero
    rate = .zero
    measured = RealtimeMath.select(PID.isSound(sample), sample, Pair(repeating: .nan))
    transfer.replace(with: 0, where: .!PID.isSound(transfer))
    kp.replace(with: newKp, where: PID.isSound(newKp))
    kd.replace(with: newKd, where: PID.isSound(newKd))
    heldCycles += 1
  }

  /// Puts out `effort`, and makes I and h what gives it with the law's own terms.
  @_noAllocation @_noLocks
  mutating func follow(
    _ effort: Pair, _ input: PID.Input, _ gains: PID.GainsPair, _ parameters: PID.Parameters
  ) {
    beginRate(input)
    let terms = PID.Terms(input, self, parameters)
    let reached = limited(RealtimeMath.select(effort - effort .== 0, effort, output), parameters)
    hold(measured: input.measured, kp: gains.kp, kd: gains.kd, parameters)
    output = reached
    let missing = output - (terms.feedback(kp, kd) + terms.feedForward)
    let isSound = PID.isSound(missing)
    let taken = RealtimeMath.clamp(missing, within: parameters.integralLimit)
    integral.replace(with: taken, where: isSound)
    transfer.replace(with: missing - taken, where: isSound)
    rate.replace(with: terms.rate, where: isSound)
    heldCycles.replace(with: heldCycles - 1, where: isSound)
  }
}
