internal import RobotControl
internal import RobotUnits

/// The PID loops of two joints of which at least one has a `LoopLaw`. Few pairs of a robot have one.
struct LoopPair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  /// 1 for joints with a loop from position to effort.
  let isPID: Pair
  /// 1 for joints with a cascade.
  let isCascade: Pair
  /// The greatest change of the effort in a cycle [N.m].
  let effortStep: Pair

  var pid: PID
  var pidGains: ScheduledGains
  var cascade: PIDCascade
  var positionGains: ScheduledGains
  var velocityGains: ScheduledGains
  /// The reference's acceleration in the last cycle [rad/s^2], for its jerk.
  var acceleration = Pair.zero
  /// The efforts of the laws in this cycle, before the ramp of arming and after it [N.m].
  var unscaled = Pair.zero
  var scaled = Pair.zero

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    period: Double
  ) {
    let (x, y) = (first.loops, second.loops)
    self.pair = pair
    isPID = Pair(x.isPID, y.isPID)
    isCascade = Pair(x.isCascade, y.isCascade)
    effortStep = Pair(x.effortRate, y.effortRate) * period
    pidGains = ScheduledGains(x.pid, y.pid, period: period)
    pid = PID(
      PID.Parameters(x.pid.configuration, y.pid.configuration, period: period),
      gains: pidGains.first(period))
    let (firstCascade, secondCascade) = (x.cascade, y.cascade)
    positionGains = ScheduledGains(
      firstCascade.position, secondCascade.position, period: period)
    velocityGains = ScheduledGains(
      firstCascade.velocity, secondCascade.velocity, period: period)
    cascade = PIDCascade(
      position: PID(
        PID.Parameters(
          firstCascade.position.configuration, secondCascade.position.configuration,
          period: period), gains: positionGains.first(period)),
      velocity: PID(
        PID.Parameters(
          firstCascade.velocity.configuration, secondCascade.velocity.configuration,
          period: period), gains: velocityGains.first(period)))
  }
}

/// The scheduled gains of two joints' loops.
struct ScheduledGains: BitwiseCopyable, Sendable {
  private var scheduler: GainScheduler
  private let firstGains: PID.Gains
  private let secondGains: PID.Gains
  /// 1 where the schedule goes over the speed.
  private let isBySpeed: Pair

  init(_ first: PIDLoop, _ second: PIDLoop, period: Double) {
    scheduler = GainScheduler(
      first.configuration.schedule, second.configuration.schedule, period: period)
    firstGains = first.configuration.schedule.first
    secondGains = second.configuration.schedule.first
    isBySpeed = Pair(first.variable.isSpeed, second.variable.isSpeed)
  }

  /// The gains of the schedules' first points.
  @_noAllocation @_noLocks
  func first(_ period: Double) -> PID.GainsPair {
    PID.GainsPair(firstGains, secondGains, period: period)
  }

  /// The gains where the joints are.
  @_noAllocation @_noLocks
  mutating func gains(of joints: JointPair) -> PID.GainsPair {
    let speed = RealtimeMath.magnitude(joints.estimator.velocity)
    return scheduler.gains(at: RealtimeMath.select(isBySpeed .> 0, speed, joints.measured))
  }
}

extension PIDLoop.Variable {
  fileprivate var isSpeed: Double { if case .speed = self { 1 } else { 0 } }
}

extension FixedArray where Element == LoopPair {
  /// Those pairs of `joints` that have loops, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>, period: Double) {
    let pairCount = (joints.count + 1) / 2
    var count = 0
    for pair in 0..<pairCount where joints.hasLoops(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.hasLoops(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return LoopPair(next, joints[2 * next], second, period: period)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func hasLoops(_ pair: Int) -> Bool {
    base[2 * pair].loops != nil || (2 * pair + 1 < count && base[2 * pair + 1].loops != nil)
  }
}
