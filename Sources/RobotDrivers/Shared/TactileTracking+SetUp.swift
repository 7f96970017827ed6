extension TactileTracking {
  /// Thresholds and rates.
  ///
  /// All are above 0, and `release` is at most `touch`. A drift that outruns `maximumRate`, or that
  /// times `timeConstant` exceeds `touch`, ends as a touch.
  public init(touch: Double, release: Double, timeConstant: Double, maximumRate: Double)
    throws(TactileTrackingError)
  {
    guard release > 0, release <= touch, touch.isFinite else {
      throw .thresholds(touch: touch, release: release)
    }
    guard timeConstant > 0, timeConstant.isFinite, maximumRate > 0, maximumRate.isFinite else {
      throw .drift(timeConstant: timeConstant, maximumRate: maximumRate)
    }
    self.init(
      touch: touch, release: release, timeConstant: timeConstant, maximumRate: maximumRate,
      checked: ())
  }
}

/// A tracking that cannot be.
public enum TactileTrackingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Thresholds that are none, or the wrong way round.
  case thresholds(touch: Double, release: Double)
  /// A time or a rate that is none.
  case drift(timeConstant: Double, maximumRate: Double)

  /// The bound and how to keep it.
  public var description: String {
    switch self {
    case .thresholds(let touch, let release):
      "tactile frame: touch \(touch) and release \(release) must be above 0, and release at most "
        + "touch; use twice the noise for release and more for touch"
    case .drift(let timeConstant, let maximumRate):
      "tactile frame: a time constant of \(timeConstant) s and a largest drift of \(maximumRate) per "
        + "second must be above 0 and finite; use some 10 s and what the sensor warms up by"
    }
  }
}
