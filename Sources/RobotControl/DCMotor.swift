public import RobotUnits

/// A brushed DC gear motor behind an H-bridge, seen from the joint.
///
/// Winding: `V = R i + kt N dq` (the inductance is neglected: L/R is far below a cycle); gear:
/// `effort = eta N kt i`. With kt = ke in SI units.
public struct DCMotor: BitwiseCopyable, Hashable, Sendable {
  /// Rated supply [V].
  public var supply: Double
  /// Motor revolutions per joint revolution.
  public var gear: Double
  /// Torque constant [N.m/A] = back-EMF constant [V.s/rad].
  public var torqueConstant: Double
  /// Winding resistance [Ohm].
  public var resistance: Double
  /// Share of the torque that reaches the joint, above 0, at most 1.
  public var efficiency: Double

  /// A motor in SI units.
  public init(
    supply: Double, gear: Double, torqueConstant: Double, resistance: Double, efficiency: Double
  ) {
    self.supply = supply
    self.gear = gear
    self.torqueConstant = torqueConstant
    self.resistance = resistance
    self.efficiency = efficiency
  }

  /// The same motor seen through a transmission that turns it `rate` rad per radian or metre of the joint.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public func geared(by rate: Double) -> DCMotor {
    var motor = self
    motor.gear *= rate
    return motor
  }

  /// Joint effort per ampere [N.m/A].
  public var effortPerAmpere: Double {
    @_noAllocation @_noLocks
    get { efficiency * gear * torqueConstant }
  }
  /// Back-EMF per joint velocity [V.s/rad].
  public var backEMF: Double {
    @_noAllocation @_noLocks
    get { gear * torqueConstant }
  }

  /// The winding voltage that gives `effort` N.m at joint velocity `velocity` rad/s. Real-time: yes.
  @_noAllocation @_noLocks
  public func voltage(effort: Double, velocity: Double) -> Double {
    effort / effortPerAmpere * resistance + backEMF * velocity
  }

  /// The effort [N.m] that `voltage` V gives at joint velocity `velocity` rad/s. Real-time: yes.
  @_noAllocation @_noLocks
  public func effort(voltage: Double, velocity: Double) -> Double {
    (voltage - backEMF * velocity) / resistance * effortPerAmpere
  }

  /// The effort [N.m] of the full supply at rest. Real-time: yes.
  @_noAllocation @_noLocks
  public func stallEffort() -> Double { effort(voltage: supply, velocity: 0) }
}

/// The motors of two joints, as the control cycle needs them. Real-time: yes.
public struct DCMotorPair: BitwiseCopyable, Sendable {
  /// Rated supply [V].
  public let supply: Pair
  @usableFromInline let resistance: Pair
  @usableFromInline var effortPerAmpere: Pair
  @usableFromInline var backEMF: Pair

  /// The motors of `first` and `second`.
  public init(_ first: DCMotor, _ second: DCMotor) {
    supply = Pair(first.supply, second.supply)
    resistance = Pair(first.resistance, second.resistance)
    effortPerAmpere = Pair(first.effortPerAmpere, second.effortPerAmpere)
    backEMF = Pair(first.backEMF, second.backEMF)
  }

  /// Sets the gear of one of the two to that of `motor`, which is the same one through a transmission
  /// whose rate changes.
  @_noAllocation @_noLocks
  public mutating func setGear(_ lane: Int, of motor: DCMotor) {
    effortPerAmpere[lane] = motor.effortPerAmpere
    backEMF[lane] = motor.backEMF
  }

  /// The winding current of `effort` N.m [A].
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func current(effort: Pair) -> Pair { effort / effortPerAmpere }

  /// The joint effort of `current` A [N.m].
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func effort(current: Pair) -> Pair { current * effortPerAmpere }

  /// The winding voltage that gives `effort` N.m at joint velocity `velocity` rad/s.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func voltage(effort: Pair, velocity: Pair) -> Pair {
    effort / effortPerAmpere * resistance + backEMF * velocity
  }

  /// The joint effort [N.m] that `voltage` V gives at joint velocity `velocity` rad/s.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func effort(voltage: Pair, velocity: Pair) -> Pair {
    (voltage - backEMF * velocity) / resistance * effortPerAmpere
  }
}
