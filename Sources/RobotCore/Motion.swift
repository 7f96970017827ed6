public import RobotControl

/// A motion that was uploaded: knots with quintic interpolation between them.
///
/// The memory belongs to whoever uploads; it does not change while a motion runs.
public struct MotionView: BitwiseCopyable {
  /// Time of each knot from the motion's start [s], strictly increasing, the first 0.
  public var times: UnsafePointer<Double>
  /// The points, all joints of a knot together.
  public var points: UnsafePointer<MotionPoint>
  /// The number of knots.
  public var knotCount: Int

  /// A view of `knotCount` knots.
  @_noAllocation @_noLocks
  public init(times: UnsafePointer<Double>, points: UnsafePointer<MotionPoint>, knotCount: Int) {
    self.times = times
    self.points = points
    self.knotCount = knotCount
  }

  /// The first `count` knots; none when there are not so many.
  @_noAllocation @_noLocks
  public func first(_ count: Int) -> MotionView {
    var view = self
    view.knotCount = count <= knotCount ? count : 0
    return view
  }
}

/// Plays a motion, one period at a time, as fast as it is written or slower. Real-time: yes.
public struct MotionPlayer: BitwiseCopyable, Sendable {
  /// The motion's own time since its start [s].
  public private(set) var time = 0.0
  /// How much of the motion's own time the last cycle took, over the cycle's: 1 plays it as it is written.
  public private(set) var rate: Double
  /// The rate at the end of the last cycle, between that of the last cycle and the next.
  private var pace: Double
  private var segment = 0

  /// At the start of a motion that is played at `rate`.
  @_noAllocation @_noLocks
  public init(rate: Double = 1) {
    self.rate = rate
    pace = rate
  }

  /// Goes on by `period` s at the present rate. Says whether the motion still runs.
  @_noAllocation @_noLocks
  public mutating func advance(_ motion: MotionView, period: Double) -> Bool {
    advance(motion, period: period, rate: rate)
  }

  /// Goes on by `period` s, from now on at `rate`. Says whether the motion still runs.
  @_noAllocation @_noLocks
  public mutating func advance(_ motion: MotionView, period: Double, rate: Double) -> Bool {
    pace = rate + 0.5 * (rate - self.rate)
    self.rate = rate
    time += period * rate
    while segment + 2 < motion.knotCount && time >= motion.times[segment + 1] { segment += 1 }
    return time < motion.times[motion.knotCount - 1]
  }

  /// Where joints `2 * pair` and `2 * pair + 1` of `jointCount` shall be now; after the end, the last
  /// points at rest. The second of an odd last pair rests at 0.
  @_noAllocation @_noLocks @inline(__always)
  public func points(_ motion: MotionView, pair: Int, jointCount: Int) -> MotionPointPair {
    var points = pathPoints(motion, pair: pair, jointCount: jointCount)
    points.velocity *= pace
    points.acceleration *= pace * pace
    return points
  }

  /// The same, with derivatives for the motion's own time.
  @_noAllocation @_noLocks @inline(__always)
  func pathPoints(_ motion: MotionView, pair: Int, jointCount: Int) -> MotionPointPair {
    let start = motion.times[segment]
    let end = motion.times[segment + 1]
    let from = motion.points + (segment * jointCount + 2 * pair)
    let to = from + jointCount
    var first = MotionPointPair(from[0], MotionPoint(position: 0, velocity: 0, acceleration: 0))
    var second = MotionPointPair(to[0], MotionPoint(position: 0, velocity: 0, acceleration: 0))
    if 2 * pair + 1 < jointCount {
      first = MotionPointPair(from[0], from[1])
      second = MotionPointPair(to[0], to[1])
    }
    if time >= end {
      return MotionPointPair(position: second.position, velocity: .zero, acceleration: .zero)
    }
    return QuinticSegment.points(from: first, to: second, duration: end - start, at: time - start)
  }
}
