internal import RobotControl
internal import RobotUnits

/// Which joint is probed, and how far that is.
struct PolarityProbe: BitwiseCopyable, Sendable {
  /// An effort grows over so long [s], and is given up after so long.
  static var rise: Double { @_noAllocation @_noLocks get { 0.1 } }
  static var most: Double { @_noAllocation @_noLocks get { 0.15 } }
  /// A joint that moved so far has answered; one that is faster before is not asked [rad, rad/s].
  static var answer: Double { @_noAllocation @_noLocks get { 0.01 } }
  static var rest: Double { @_noAllocation @_noLocks get { 0.05 } }

  var isOn = false
  var joint = 0
  /// Since its effort began, below 0 while it is waited for [s].
  var time = 0.0
  /// Where it stood.
  var start = 0.0
  /// What it is given [N.m].
  var effort = 0.0

  @_noAllocation @_noLocks
  init() {}
}

// Row 29 of the fault table: whether every joint moves to where its motor pushes it, asked with a small effort
// before anything holds it. A loop that is closed the wrong way round runs away.
extension ControlCycle {
  /// Begins with the first joint.
  @_noAllocation @_noLocks
  mutating func beginProbe() {
    probe = PolarityProbe()
    probe.isOn = true
    look(at: 0)
  }

  /// A cycle of the probe; ends it behind the last joint, from where arming goes on as without one.
  @_noAllocation @_noLocks
  mutating func advanceProbe(_ cycle: Cycle, _ verdict: inout Verdict) {
    for index in 0..<pairs.count { pairs[index].rest() }
    probe.time += period
    let (pair, lane) = (probe.joint >> 1, probe.joint & 1)
    let lever = joints[probe.joint].lever
    if probe.time <= 0 {
      // What the joint before shook has come to rest, or never does.
      probe.start = pairs[pair].measured[lane]
      guard probe.time > -0.5 * period else { return }
      let isMoving = abs(pairs[pair].estimator.velocity[lane]) > PolarityProbe.rest * lever
      if isMoving { look(at: probe.joint + 1) }
      return
    }
    let moved = pairs[pair].measured[lane] - probe.start
    if abs(moved) >= PolarityProbe.answer * lever {
      guard moved * probe.effort < 0 else { return look(at: probe.joint + 1) }
      latch(
        .wrongPolarity, joint: probe.joint, value: moved, limit: 0, cycle, &verdict)
      return
    }
    guard probe.time < PolarityProbe.most else { return look(at: probe.joint + 1) }
    let bounds = joints[probe.joint].bounds
    let isUpper = probe.start > 0.5 * (bounds.lower + bounds.upper)
    let most = safety.probeShare * joints[probe.joint].givenEffort
    let effort = most * min(probe.time / PolarityProbe.rise, 1)
    probe.effort = isUpper ? -effort : effort
  }

  /// Waits for joint `first`, or the next that has a motor of its own; behind the last everything begins anew.
  @_noAllocation @_noLocks
  private mutating func look(at first: Int) {
    probe.effort = 0
    probe.time = -0.05
    probe.joint = first
    while probe.joint < jointCount, !isProbed(probe.joint) { probe.joint += 1 }
    guard probe.joint >= jointCount else { return }
    probe.isOn = false
    for index in 0..<pairs.count { seed(index, where: PairMask(repeating: true)) }
  }

  /// Joints of a coupling have no motor of their own, and servos close their own loop.
  @_noAllocation @_noLocks
  private func isProbed(_ joint: Int) -> Bool {
    joints[joint].givenEffort > 0 && joints[joint].motor.supply < .infinity
  }

  /// The effort of the joint that is probed, through the guard, and none for the others.
  @_noAllocation @_noLocks
  mutating func applyProbe() {
    for index in 0..<pairs.count {
      var effort = Pair.zero
      if probe.joint >> 1 == index { effort[probe.joint & 1] = probe.effort }
      let duty = pairs[index].guardOutput(effort)
      duties.base[2 * index] = duty.x
      duties.base[2 * index + 1] = duty.y
      pairs[index].limits.insert(.arming)
    }
  }
}
