internal import RobotUnits

/// Where a base stands on the floor, in the world's frame. Real-time: yes.
public struct PlanarPose: BitwiseCopyable, Hashable, Sendable {
  /// [m]
  public var x: Double
  /// [m]
  public var y: Double
  /// The direction of the base's x axis, counter-clockwise from the world's, -pi...pi [rad].
  public var heading: Double

  /// A pose in SI units.
  @_noAllocation @_noLocks
  public init(x: Double, y: Double, heading: Double) {
    self.x = x
    self.y = y
    self.heading = heading
  }

  /// Where a base comes to that moves with `twist` for `duration` s: along an arc, exactly, the
  /// exponential of SE(2). What is not finite, or turns by more than 10^5 rad, leaves it where it is.
  ///
  /// K. M. Lynch and F. C. Park, "Modern Robotics", equation 13.35, with 1 - cos w = 2 sin^2(w / 2), so
  /// that nothing cancels in a wide arc.
  @_noAllocation @_noLocks
  public func moved(by twist: PlanarTwist, for duration: Double) -> PlanarPose {
    let turn = twist.omega * duration
    let (forward, left) = (twist.x * duration, twist.y * duration)
    let (sine, cosine) = RealtimeMath.sineCosine(0.5 * turn)
    let chord = turn == 0 ? 1 : sine / (0.5 * turn)
    // The chord's direction is that of the base half way along the arc.
    let (headingSine, headingCosine) = RealtimeMath.sineCosine(heading)
    let directionCosine = headingCosine * cosine - headingSine * sine
    let directionSine = headingSine * cosine + headingCosine * sine
    let next = PlanarPose(
      x: x + chord * (forward * directionCosine - left * directionSine),
      y: y + chord * (forward * directionSine + left * directionCosine),
      heading: PlanarPose.wrapped(heading + turn))
    guard next.x - next.x == 0, next.y - next.y == 0, next.heading == next.heading else {
      return self
    }
    return next
  }

  /// The same direction in -pi...pi.
  @_noAllocation @_noLocks
  private static func wrapped(_ angle: Double) -> Double {
    if abs(angle) <= Double.pi { return angle }
    let turns = angle / (2 * Double.pi)
    guard abs(turns) < 1e9 else { return .nan }
    return angle - 2 * Double.pi * Double(Int(turns + (turns < 0 ? -0.5 : 0.5)))
  }
}
