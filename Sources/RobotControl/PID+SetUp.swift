/// Why a PID configuration or a gain schedule cannot work.
public enum PIDError: Error, Hashable, CustomStringConvertible {
  /// A number is not finite, or below its least value.
  case tooSmall(field: String, value: Double, least: Double)
  /// The least output is not below the greatest.
  case emptyRange(lower: Double, upper: Double)
  /// A schedule needs 1 to 8 points.
  case pointCount(Int)
  /// A breakpoint is not above the one before, or so near that the slope of the gains overflows.
  case notIncreasing(index: Int, variable: Double)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .tooSmall(let field, let value, let least):
      "\(field) is \(value); give a finite number of at least \(least)"
    case .emptyRange(let lower, let upper):
      "the output range \(lower)...\(upper) is empty; give two finite numbers, the lower one first"
    case .pointCount(let count):
      "a gain schedule of \(count) points; give 1 to \(GainSchedule.capacity)"
    case .notIncreasing(let index, let variable):
      "point \(index) of the gain schedule is at \(variable); give finite values of the scheduling "
        + "variable, each clearly above the one before"
    }
  }
}

extension GainSchedule {
  /// A schedule of 1 to 8 points in increasing order of the scheduling variable. Real-time: no.
  public init(_ points: [Point]) throws(PIDError) {
    guard (1...GainSchedule.capacity).contains(points.count) else {
      throw .pointCount(points.count)
    }
    for (index, point) in points.enumerated() {
      guard point.variable.isFinite else {
        throw .notIncreasing(index: index, variable: point.variable)
      }
      try point.gains.validate()
      guard index > 0 else { continue }
      let line = Segment(from: points[index - 1], to: point)
      guard point.variable > line.lower, line.slope.isFinite else {
        throw .notIncreasing(index: index, variable: point.variable)
      }
    }
    var places = InlineArray<8, Point>(repeating: points[0])
    for (index, point) in points.enumerated() { places[index] = point }
    self.init(points: places, count: points.count)
  }
}

extension PID.Gains {
  /// Throws unless every gain is finite and at least 0. Real-time: no.
  public func validate() throws(PIDError) {
    for (field, value) in [("kp", kp), ("ki", ki), ("kd", kd)] {
      try PID.require(value, field, atLeast: 0)
    }
  }

  fileprivate var isFinite: Bool { kp.isFinite && ki.isFinite && kd.isFinite }
}

extension PID.Configuration {
  /// Throws unless the law is well defined for cycles of `period` s. Real-time: no.
  public func validate(period: Double) throws(PIDError) {
    try PID.require(period, "period", atLeast: .leastNormalMagnitude)
    for index in 0..<schedule.count { try schedule.points[index].gains.validate() }
    for (field, value) in [
      ("proportionalWeight", proportionalWeight), ("derivativeWeight", derivativeWeight),
      ("filterTime", filterTime), ("integralLimit", integralLimit), ("deadband", deadband),
    ] { try PID.require(value, field, atLeast: 0) }
    for (field, value) in [
      ("ff0", feedForward.ff0), ("ff1", feedForward.ff1), ("ff2", feedForward.ff2),
      ("ff3", feedForward.ff3),
    ] { try PID.require(value, field, atLeast: -.greatestFiniteMagnitude) }
    try PID.require(transferTime, "transferTime", atLeast: period)
    if case .backCalculation(let time) = antiWindup {
      try PID.require(time, "trackingTime", atLeast: period)
    }
    guard lower < upper, lower.isFinite, upper.isFinite else {
      throw .emptyRange(lower: lower, upper: upper)
    }
    guard outputRate > 0 else {
      throw .tooSmall(field: "outputRate", value: outputRate, least: .leastNonzeroMagnitude)
    }
  }
}

extension PID {
  fileprivate static func require(
    _ value: Double, _ field: String, atLeast least: Double
  ) throws(PIDError) {
    guard value.isFinite, value >= least else {
      throw .tooSmall(field: field, value: value, least: least)
    }
  }
}
