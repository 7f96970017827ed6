/// How well a joint, or the worst of several, did what it was asked. Angles of several joints are in rad, of prismatic
/// ones at their levers; of one joint in its own unit.
public struct TuningFigures: Hashable, Sendable {
  /// Root mean square of reference minus measured position [rad or m].
  public var rms = 0.0
  /// The greatest of them [rad or m].
  public var peak = 0.0
  /// Root mean square of the applied effort, as a share of the joint's limit; `nil`: it has none.
  public var effort: Double?
  /// The share of the cycles in which effort, voltage or current was limited.
  public var saturation = 0.0
  /// The furthest beyond the goal of a jump, as a share of the jump; `nil`: there was none.
  public var overshoot: Double?
  /// From a jump until the joint stayed within 2 % of it [s]; `nil`: there was none, or it never did.
  public var settling: Double?
  /// The jumps after which it never did.
  public var unsettled = 0

  /// What stays of a jump when it is over.
  private static let band = 0.02

  /// Nothing has happened.
  init() {}

  /// One cycle of a joint.
  struct Sample {
    /// From the beginning of the motion [s].
    var time: Double
    /// Where it should be [rad or m].
    var reference: Double
    /// Where it is measured to be [rad or m].
    var measured: Double
    /// What was applied [N.m or N].
    var effort = 0.0
    /// Whether effort, voltage or current was limited.
    var isLimited = false
  }

  /// Of a joint that gives at most `effortLimit`, whose reference jumps at the beginning of each of `steps` [s] and stands
  /// until its end.
  init(_ samples: [Sample], effortLimit: Double, steps: [ClosedRange<Double>]) {
    guard !samples.isEmpty else { return }
    let count = Double(samples.count)
    let errors = samples.map { $0.reference - $0.measured }
    rms = (errors.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    peak = errors.reduce(0) { max($0, abs($1)) }
    saturation = Double(samples.count(where: \.isLimited)) / count
    if effortLimit.isFinite, effortLimit > 0 {
      effort =
        (samples.reduce(0) { $0 + $1.effort * $1.effort } / count).squareRoot() / effortLimit
    }
    for step in steps { add(step, samples) }
    if unsettled > 0 { settling = nil }
  }

  private mutating func add(_ step: ClosedRange<Double>, _ samples: [Sample]) {
    guard let before = samples.lastIndex(where: { $0.time <= step.lowerBound }),
      let last = samples.lastIndex(where: { $0.time < step.upperBound }), last > before
    else { return }
    let (start, goal) = (samples[before].reference, samples[last].reference)
    guard goal != start else { return }
    // 0 at the beginning of the jump, 1 at its goal.
    let shares = samples[before...last].map { ($0.measured - start) / (goal - start) }
    overshoot = max(overshoot ?? 0, (shares.max() ?? 0) - 1)
    let outside = shares.lastIndex { abs($0 - 1) > Self.band } ?? 0
    if before + outside == last {
      unsettled += 1
    } else {
      let time = samples[before + outside + 1].time - step.lowerBound
      settling = max(settling ?? 0, time)
    }
  }

  /// The worst of each of `joints` with their levers.
  static func worst(_ joints: [(figures: TuningFigures, lever: Double)]) -> TuningFigures {
    var worst = TuningFigures()
    for (figures, lever) in joints {
      worst.rms = max(worst.rms, figures.rms / lever)
      worst.peak = max(worst.peak, figures.peak / lever)
      worst.saturation = max(worst.saturation, figures.saturation)
      worst.effort = greater(worst.effort, figures.effort)
      worst.overshoot = greater(worst.overshoot, figures.overshoot)
      worst.settling = greater(worst.settling, figures.settling)
      worst.unsettled += figures.unsettled
    }
    if worst.unsettled > 0 { worst.settling = nil }
    return worst
  }

  private static func greater(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return one ?? other }
    return max(one, other)
  }
}
