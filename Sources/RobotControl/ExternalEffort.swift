public import RobotUnits

/// What presses on two joints, from the currents of their motors, at rest or in slow motion.
///
/// The joint's own effort balances gravity, friction and what acts from outside:
/// `kt i N eta = gravity + friction(dq) - external`, so `external = gravity + friction(dq) - kt i N eta`, positive
/// towards positive positions. `friction(dq) = fc min(max(dq / vs, -1), 1) + fv dq`. Inertia is left out: while
/// the joint accelerates, its effort appears as external. Source: A. De Luca and R. Mattone, "Sensorless
/// Robot Collision Detection and Hybrid Force/Motion Control", ICRA 2005, for zero acceleration.
/// Real-time: `effort` yes.
public struct ExternalEffort: BitwiseCopyable, Sendable {
  /// Friction of one joint, seen from the joint.
  public struct Friction: BitwiseCopyable, Hashable, Sendable {
    /// Coulomb friction fc [N.m], at least 0.
    public var coulomb: Double
    /// Viscous friction fv [N.m.s/rad], at least 0.
    public var viscous: Double
    /// Speed vs from which the Coulomb friction acts in full [rad/s], above 0.
    public var fullSpeed: Double

    /// Friction in SI units.
    public init(coulomb: Double, viscous: Double, fullSpeed: Double) {
      self.coulomb = coulomb
      self.viscous = viscous
      self.fullSpeed = fullSpeed
    }
  }

  @usableFromInline let effortPerAmpere: Pair
  @usableFromInline let coulomb: Pair
  @usableFromInline let viscous: Pair
  @usableFromInline let inverseSpeed: Pair

  /// The motors and the friction of two joints.
  public init(_ motors: (DCMotor, DCMotor), _ friction: (Friction, Friction)) {
    effortPerAmpere = Pair(motors.0.effortPerAmpere, motors.1.effortPerAmpere)
    coulomb = Pair(friction.0.coulomb, friction.1.coulomb)
    viscous = Pair(friction.0.viscous, friction.1.viscous)
    inverseSpeed = 1 / Pair(friction.0.fullSpeed, friction.1.fullSpeed)
  }

  /// The external effort [N.m] for winding currents [A], joint velocities [rad/s] and the effort that holds
  /// the links against gravity [N.m]. Not a number where an argument is none.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func effort(current: Pair, velocity: Pair, gravity: Pair) -> Pair {
    effort(applied: effortPerAmpere * current, velocity: velocity, balance: gravity)
  }

  /// The same for the efforts of the motors [N.m], where no current is measured; `balance` is what they have
  /// to give for gravity, and for inertia where it is known.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func effort(applied: Pair, velocity: Pair, balance: Pair) -> Pair {
    let direction = RealtimeMath.clamp(velocity * inverseSpeed, within: Pair(repeating: 1))
    let friction = coulomb * direction + viscous * velocity
    return balance + friction - applied
  }
}
