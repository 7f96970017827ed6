internal import RobotControl
internal import RobotUnits

/// Two joints with motors of their own, of which at least one has a model that says how it would fall.
///
/// With u the effort that is put out, M and g inertia and weight of the model, v the velocity and F a low pass of
/// first order with time constant T:
///
///     needed = (M v - F (M v)) / T + F g        what the motion needs of the motor: F of M v' + g
///
/// is F u of a motor that works, and 0 of a joint that falls freely. What falls needs less than 0.3 of F u and less
/// than 0.7 of its weight, in every cycle of `leastTime`, in which F u at least doubles: a motor would have answered
/// that. No constant push does the same: it would have to be within 1/1.3 to 1/0.7 of an effort that doubles.
/// Source: the residual of A. De Luca and R. Mattone, "Sensorless Robot Collision Detection and Hybrid
/// Force/Motion Control", ICRA 2005.
struct FallPair: BitwiseCopyable, Sendable {
  /// T [s], and how long something must fall [s].
  private static var timeConstant: Double { @_noAllocation @_noLocks get { 0.015 } }
  private static var leastTime: Double { @_noAllocation @_noLocks get { 0.09 } }

  /// The pair of joints.
  let pair: Int
  /// Efforts and weights below these say nothing: friction may take them up [N.m or N]; none does where there is
  /// no model.
  private let leastEffort: Pair
  private let leastWeight: Pair
  private let gain: Double
  private var effort = Pair.zero
  private var weight = Pair.zero
  private var momentum = Pair.zero
  /// How long the joints have fallen [s], and the least effort they were given meanwhile.
  private var time = Pair.zero
  private var least = Pair(repeating: .infinity)

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration,
    period: Double
  ) {
    self.pair = pair
    let limit = Pair(first.fallingEffort, second.fallingEffort)
    leastEffort = 0.2 * limit
    leastWeight = 0.1 * limit
    gain = period / (FallPair.timeConstant + period)
  }

  /// Forgets what was seen.
  @_noAllocation @_noLocks
  mutating func reset(_ joints: JointPair) {
    effort = .zero
    weight = joints.gravity
    momentum = (joints.armature + joints.inertia) * joints.estimator.velocity
    time = .zero
    least = Pair(repeating: .infinity)
  }

  /// Takes what became of the efforts of the last cycle. Set where a joint falls whatever its motor is given.
  @_noAllocation @_noLocks
  mutating func update(_ joints: JointPair, period: Double) -> PairMask {
    effort += gain * (joints.applied - effort)
    weight += gain * (joints.gravity - weight)
    let moved = (joints.armature + joints.inertia) * joints.estimator.velocity
    momentum += gain * (moved - momentum)
    let needed = RealtimeMath.magnitude((moved - momentum) / FallPair.timeConstant + weight)
    let given = RealtimeMath.magnitude(effort)
    let carried = RealtimeMath.magnitude(weight)
    let isFalling =
      (given .> leastEffort) .& (carried .> leastWeight) .& (effort * weight .> 0)
      .& (needed .< 0.3 * given) .& (needed .< 0.7 * carried)
    time = RealtimeMath.select(isFalling, time + period, .zero)
    least = RealtimeMath.select(
      isFalling, RealtimeMath.least(least, given), Pair(repeating: .infinity))
    return (time .>= FallPair.leastTime) .& (given .>= 2 * least)
  }
}

extension JointConfiguration {
  /// Its effort limit where it has a motor of its own and a model says how it falls, else infinity.
  var fallingEffort: Double {
    @_noAllocation @_noLocks
    get { readsTree && givenEffort > 0 && motor.supply < .infinity ? givenEffort : .infinity }
  }
}

extension FixedArray where Element == FallPair {
  /// Those pairs of `joints` that have a model.
  init(of joints: borrowing FixedArray<JointConfiguration>, period: Double) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.falls(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.falls(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return FallPair(next, joints[2 * next], second, period: period)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func falls(_ pair: Int) -> Bool {
    base[2 * pair].fallingEffort < .infinity
      || (2 * pair + 1 < count && base[2 * pair + 1].fallingEffort < .infinity)
  }
}
