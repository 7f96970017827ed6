public import RobotUnits

/// The scheduled gains of two joints. It remembers on which line of its schedule each joint is, and looks
/// for another one only when the scheduling variable leaves it. Real-time: `gains` yes, `init` no.
public struct GainScheduler: BitwiseCopyable, Sendable {
  private let first: GainSchedule
  private let second: GainSchedule
  private let period: Double
  @usableFromInline var lower = Pair.zero
  @usableFromInline var upper = Pair.zero
  @usableFromInline var origin = Pair.zero
  @usableFromInline var base: PID.GainsPair
  @usableFromInline var slope: PID.GainsPair

  /// The schedules of two joints for cycles of `period` s. Until the first number both have the gains of
  /// their first point.
  public init(_ first: GainSchedule, _ second: GainSchedule, period: Double) {
    self.first = first
    self.second = second
    self.period = period
    base = PID.GainsPair(first.first, second.first, period: period)
    let none = PID.Gains(kp: 0, ki: 0, kd: 0)
    slope = PID.GainsPair(none, none, period: period)
  }

  /// The gains at `variable`; where it is not finite, those of the breakpoint that it last was above.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func gains(at variable: Pair) -> PID.GainsPair {
    var way = variable - origin
    if !RealtimeMath.both((variable .>= lower) .& (variable .< upper)) {
      way = look(for: variable)
    }
    return PID.GainsPair(
      kp: base.kp + slope.kp * way, integralStep: base.integralStep + slope.integralStep * way,
      kd: base.kd + slope.kd * way)
  }

  /// Finds the lines of both joints, and how far `variable` is on them.
  @_noAllocation @_noLocks @usableFromInline @inline(never)
  mutating func look(for variable: Pair) -> Pair {
    if variable.x - variable.x == 0 { take(first.segment(at: variable.x), 0) }
    if variable.y - variable.y == 0 { take(second.segment(at: variable.y), 1) }
    return RealtimeMath.select(variable - variable .== 0, variable - origin, .zero)
  }

  @_noAllocation @_noLocks
  private mutating func take(_ segment: GainSchedule.Segment, _ lane: Int) {
    lower[lane] = segment.lower
    upper[lane] = segment.upper
    origin[lane] = segment.origin
    base.set(lane, segment.base, period)
    slope.set(lane, segment.slope, period)
  }
}

extension PID.GainsPair {
  @_noAllocation @_noLocks
  mutating func set(_ lane: Int, _ gains: PID.Gains, _ period: Double) {
    kp[lane] = gains.kp
    integralStep[lane] = gains.ki * period
    kd[lane] = gains.kd
  }
}
