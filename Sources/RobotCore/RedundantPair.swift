internal import RobotControl
internal import RobotUnits

/// A second encoder of a joint, which moves nothing: it must agree with the first.
public struct RedundantEncoder: BitwiseCopyable, Sendable {
  /// How far apart the two may see the joint [rad or m], above 0.
  public var tolerance: Double
  /// The device, as the runtime numbers all that has a health of its own.
  public var device: Int

  /// One in SI units. Real-time: yes.
  @_noAllocation @_noLocks
  public init(tolerance: Double, device: Int) {
    self.tolerance = tolerance
    self.device = device
  }

  /// Where there is none.
  @_noAllocation @_noLocks
  static func none() -> RedundantEncoder { RedundantEncoder(tolerance: .infinity, device: -1) }
}

/// The second encoders of two joints of which at least one has one.
struct RedundantPair: BitwiseCopyable, Sendable {
  /// The pair of joints.
  let pair: Int
  /// 1 for joints that have a second encoder.
  let isChecked: Pair
  let tolerance: Pair
  /// Where it saw the joint last.
  var position = Pair.zero
  /// Cycles since then.
  var age = Pair.zero
  var freshRun = Pair.zero
  /// How much further than the first it saw the joint, when both did last.
  var difference = Pair.zero
  /// In how many cycles on end, of those in which both saw it, they were too far apart.
  var apartRun = Pair.zero

  init(
    _ pair: Int, _ first: borrowing JointConfiguration, _ second: borrowing JointConfiguration
  ) {
    self.pair = pair
    let (x, y) = (first.redundantEncoder ?? .none(), second.redundantEncoder ?? .none())
    isChecked = Pair(x.device >= 0 ? 1 : 0, y.device >= 0 ? 1 : 0)
    tolerance = Pair(x.tolerance, y.tolerance)
  }

  /// Takes the cycle's readings, and compares them with what was believed of the first encoders; says whether
  /// something is a fault, or may be one.
  @_noAllocation @_noLocks
  mutating func update(
    _ first: JointMeasurement, _ second: JointMeasurement, _ joints: JointPair,
    staleCycles: Double
  ) -> PairMask {
    let reading = Pair(first.reading(), second.reading())
    let isTaken = reading - reading .== 0
    position.replace(with: reading, where: isTaken)
    age = RealtimeMath.select(
      isTaken, .zero, RealtimeMath.least(age + 1, Pair(repeating: 4_294_967_295)))
    // As of the first: a reply that came late is no reading, but no bad one either.
    let isMissing = Pair(first.missing(), second.missing()) .> 0
    let isRiddenThrough = isMissing .& (age .<= staleCycles)
    let run = freshRun + 1
    freshRun.replace(with: 0, where: .!isRiddenThrough)
    freshRun.replace(with: run, where: isTaken)
    let isCompared = isTaken .& (joints.age .== 0)
    difference.replace(with: reading - joints.measured, where: isCompared)
    let isApart = RealtimeMath.magnitude(difference) .> tolerance
    apartRun.replace(
      with: RealtimeMath.select(isApart, apartRun + 1, .zero), where: isCompared)
    return (isChecked .> 0) .& ((age .> staleCycles) .| (apartRun .> staleCycles))
  }
}

extension FixedArray where Element == RedundantPair {
  /// Those pairs of `joints` that have a second encoder, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>) {
    var count = 0
    for pair in 0..<(joints.count + 1) / 2 where joints.isRedundant(pair) { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while !joints.isRedundant(next) { next += 1 }
      defer { next += 1 }
      let second = 2 * next + 1 < joints.count ? joints[2 * next + 1] : .idle()
      return RedundantPair(next, joints[2 * next], second)
    }
  }
}

extension FixedArray where Element == JointConfiguration {
  @_noAllocation @_noLocks
  fileprivate func isRedundant(_ pair: Int) -> Bool {
    hasRedundantEncoder(2 * pair) || (2 * pair + 1 < count && hasRedundantEncoder(2 * pair + 1))
  }

  @_noAllocation @_noLocks
  private func hasRedundantEncoder(_ joint: Int) -> Bool {
    if case .some = base[joint].redundantEncoder { true } else { false }
  }
}
