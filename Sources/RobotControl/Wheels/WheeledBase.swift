public import RobotUnits

/// The wheels of a mobile base: what each must do for the base to move, and how the base moved when they
/// did what they did.
///
/// A wheel at (x, y) that drives in direction b and rolls freely in a direction g away from its side
/// turns with
///
///     w = (1 / (r cos g)) [x sin(b+g) - y cos(b+g), cos(b+g), sin(b+g)] . (omega, v_x, v_y)
///
/// (K. M. Lynch and F. C. Park, "Modern Robotics", equations 13.5 to 13.10; R. Siegwart, I. Nourbakhsh and
/// D. Scaramuzza, "Introduction to Autonomous Mobile Robots", section 3.2). With g = 0 for an omniwheel,
/// +-45 deg for a mecanum wheel. Fixed wheels do not roll sideways: a base of those moves with v_y = 0. The
/// way back is the twist of least squares, which spreads a wheel's slip over all. Arrays have an
/// element per wheel. Real-time: yes, `init` no.
public struct WheeledBase: ~Copyable, Sendable {
  /// What a wheel has to do with the twist.
  struct Row: BitwiseCopyable, Sendable {
    /// Wheel velocity per twist: [1], [rad/m], [rad/m].
    var drive: PlanarTwist
    /// Twist per wheel velocity: the column of the pseudo-inverse.
    var odometry: PlanarTwist
    /// Greatest speed [rad/s].
    var maximumSpeed: Double
  }

  /// How many wheels there are.
  public let wheelCount: Int
  let rows: FixedArray<Row>

  /// Valid by construction; `init(wheels:)` and its kin check.
  init(checked rows: consuming FixedArray<Row>) {
    wheelCount = rows.count
    self.rows = rows
  }

  /// Writes the velocities of the wheels [rad/s] for `twist`. Of a base of fixed wheels `twist.y` does
  /// not count.
  @_noAllocation @_noLocks
  public func wheelVelocities(_ twist: PlanarTwist, into wheels: borrowing FixedArray<Double>) {
    for wheel in 0..<wheelCount {
      let drive = rows[wheel].drive
      wheels[wheel] = drive.omega * twist.omega + drive.x * twist.x + drive.y * twist.y
    }
  }

  /// The twist that comes nearest to these wheel velocities [rad/s], or, with angles [rad], how far the
  /// base moved.
  @_noAllocation @_noLocks
  public func twist(wheels: borrowing FixedArray<Double>) -> PlanarTwist {
    var twist = PlanarTwist(omega: 0, x: 0, y: 0)
    for wheel in 0..<wheelCount {
      let part = rows[wheel].odometry
      twist.omega += part.omega * wheels[wheel]
      twist.x += part.x * wheels[wheel]
      twist.y += part.y * wheels[wheel]
    }
    return twist
  }

  /// How far these wheel velocities are from any motion without slip [rad/s]: the norm of what is left
  /// beside `twist(wheels:)`. With as many wheels as ways to move it is nothing but rounding.
  @_noAllocation @_noLocks
  public func slip(wheels: borrowing FixedArray<Double>) -> Double {
    let twist = twist(wheels: wheels)
    var sum = 0.0
    for wheel in 0..<wheelCount {
      let drive = rows[wheel].drive
      let rolled = drive.omega * twist.omega + drive.x * twist.x + drive.y * twist.y
      sum += (wheels[wheel] - rolled) * (wheels[wheel] - rolled)
    }
    return RealtimeMath.squareRoot(sum)
  }

  /// Slows all wheels alike until each keeps its greatest speed, so that the base goes the same way, only
  /// slower. Returns by how much, 0...1. When a velocity is not finite all become 0.
  @_noAllocation @_noLocks
  public func saturate(_ wheels: borrowing FixedArray<Double>) -> Double {
    var scale = 1.0
    for wheel in 0..<wheelCount {
      let speed = abs(wheels[wheel])
      // False for NaN.
      guard speed < .infinity else {
        scale = 0
        break
      }
      let most = rows[wheel].maximumSpeed
      if speed * scale > most { scale = most / speed }
    }
    for wheel in 0..<wheelCount {
      let slowed = scale == 0 ? 0 : wheels[wheel] * scale
      wheels[wheel] = RealtimeMath.clamp(slowed, within: rows[wheel].maximumSpeed)
    }
    return scale
  }
}
