/// Gains of one joint over a scheduling variable: straight lines between up to 8 points, constant beyond
/// the first and the last.
///
/// Source: K. J. Astrom and T. Hagglund, "Advanced PID Control", section 9.3 (gain scheduling).
public struct GainSchedule: BitwiseCopyable, Sendable {
  /// The greatest number of points.
  public static let capacity = 8

  /// Gains at one value of the scheduling variable.
  public struct Point: BitwiseCopyable, Hashable, Sendable {
    /// The scheduling variable, in the unit that the robot's author chose for it.
    public var variable: Double
    /// The gains there.
    public var gains: PID.Gains

    /// Gains at a value of the scheduling variable.
    @_noAllocation @_noLocks
    public init(at variable: Double, _ gains: PID.Gains) {
      self.variable = variable
      self.gains = gains
    }
  }

  /// How many points there are, 1...8.
  public let count: Int
  let points: InlineArray<8, Point>

  /// The same gains everywhere.
  public init(_ gains: PID.Gains) {
    self.init(points: InlineArray(repeating: Point(at: 0, gains)), count: 1)
  }

  /// The first `count` of `points`.
  init(points: InlineArray<8, Point>, count: Int) {
    self.points = points
    self.count = count
  }

  /// The gains of the first point: where a joint begins.
  public var first: PID.Gains {
    @_noAllocation @_noLocks get { points[0].gains }
  }

  /// Whether some point has an integral gain.
  var hasIntegral: Bool {
    @_noAllocation @_noLocks get {
      for index in 0..<count where points[index].gains.ki != 0 { return true }
      return false
    }
  }

  /// The line that holds at `variable`, a finite number.
  @_noAllocation @_noLocks
  func segment(at variable: Double) -> Segment {
    var after = 0
    while after < count && points[after].variable <= variable { after += 1 }
    if after == 0 {
      return Segment(
        constant: points[0].gains, lower: -.greatestFiniteMagnitude,
        upper: count == 1 ? .infinity : points[0].variable)
    }
    let start = points[after - 1]
    guard after < count else {
      return Segment(
        constant: start.gains, lower: count == 1 ? -.greatestFiniteMagnitude : start.variable,
        upper: .infinity)
    }
    return Segment(from: start, to: points[after])
  }

  /// One line of a schedule: holds for `lower <= variable < upper`.
  struct Segment {
    let lower: Double
    let upper: Double
    let origin: Double
    let base: PID.Gains
    let slope: PID.Gains

    @_noAllocation @_noLocks
    init(constant gains: PID.Gains, lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
      origin = 0
      base = gains
      slope = PID.Gains(kp: 0, ki: 0, kd: 0)
    }

    @_noAllocation @_noLocks
    init(from start: Point, to end: Point) {
      lower = start.variable
      upper = end.variable
      origin = start.variable
      base = start.gains
      let width = end.variable - start.variable
      slope = PID.Gains(
        kp: (end.gains.kp - start.gains.kp) / width, ki: (end.gains.ki - start.gains.ki) / width,
        kd: (end.gains.kd - start.gains.kd) / width)
    }
  }
}
