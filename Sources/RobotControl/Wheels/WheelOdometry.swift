public import RobotUnits

/// Where a base is, by the angles of its wheels: from cycle to cycle it is taken to move with constant
/// twist, so along an arc, which `PlanarPose.moved` follows exactly. Real-time: yes, `init` no.
public struct WheelOdometry: ~Copyable, Sendable {
  /// The pose by all updates until now.
  public private(set) var pose: PlanarPose
  /// The twist over the last period.
  public private(set) var twist = PlanarTwist(omega: 0, x: 0, y: 0)
  /// How far the wheels' motion over the last period was from one without slip [rad/s].
  public private(set) var slip = 0.0
  private let angles: FixedArray<Double>
  private let velocities: FixedArray<Double>
  private var hasAngles = false

  /// Odometry of a base with `wheelCount` wheels that stands at `pose`.
  public init(wheelCount: Int, pose: PlanarPose) {
    self.pose = pose
    angles = FixedArray(repeating: 0, count: wheelCount)
    velocities = FixedArray(repeating: 0, count: wheelCount)
  }

  /// Takes the wheels' angles [rad], unwrapped, `period` s after those before. The first only say where
  /// the wheels stand. When an angle is not finite nothing changes, and false is returned; the next update
  /// covers that way too.
  @_noAllocation @_noLocks
  public mutating func update(
    wheels: borrowing FixedArray<Double>, base: borrowing WheeledBase, period: Double
  ) -> Bool {
    var isFinite = period > 0 && period < .infinity
    for wheel in 0..<angles.count where !(abs(wheels[wheel]) < .infinity) { isFinite = false }
    guard isFinite else { return false }
    for wheel in 0..<angles.count {
      velocities[wheel] = hasAngles ? (wheels[wheel] - angles[wheel]) / period : 0
      angles[wheel] = wheels[wheel]
    }
    hasAngles = true
    twist = base.twist(wheels: velocities)
    slip = base.slip(wheels: velocities)
    pose = pose.moved(by: twist, for: period)
    return true
  }
}
