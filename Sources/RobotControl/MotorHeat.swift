public import RobotUnits

/// How warm the windings of two motors are, by the currents they took, and what current that leaves them.
///
/// The load is the winding's temperature rise over that which its continuous current comes to in the end:
///
///     load' = ((i / continuous)^2 - load) / T
///
/// Below a load of 0.8 the peak current is allowed, from there to 1 linearly less, and the continuous one from
/// there on. The step is implicit, so that one of any length keeps the load between 0 and its end. Source: the
/// I2t overload protection of drives and of IEC 60255-149 (thermal replica of first order), with the
/// surroundings as warm as the rating assumes. A model in software, which knows of no hot day and of no
/// restart: no certified overload relay. Real-time: everything but `init`.
public struct MotorHeat: BitwiseCopyable, Sendable {
  /// What one motor bears.
  public struct Rating: BitwiseCopyable, Hashable, Sendable {
    /// The current that it bears for ever [A], above 0; `infinity`: its heat is not modelled.
    public var continuousCurrent: Double
    /// The current that it never exceeds [A], above 0 and at least the continuous one where that is finite.
    public var peakCurrent: Double
    /// Thermal time constant T of the winding [s], above 0.
    public var timeConstant: Double

    /// A rating in SI units.
    @_noAllocation @_noLocks
    public init(continuousCurrent: Double, peakCurrent: Double, timeConstant: Double) {
      self.continuousCurrent = continuousCurrent
      self.peakCurrent = peakCurrent
      self.timeConstant = timeConstant
    }

    /// Of a motor that nobody looks at.
    @_noAllocation @_noLocks
    public static func none() -> Rating {
      Rating(continuousCurrent: .infinity, peakCurrent: .infinity, timeConstant: 1)
    }
  }

  /// From this load on less than the peak current is allowed.
  @inlinable public static var foldBack: Double { @_noAllocation @_noLocks get { 0.8 } }
  /// From this load on the motor is too warm to be switched on.
  @inlinable public static var warm: Double { @_noAllocation @_noLocks get { 0.9 } }

  /// The loads: 0 cold, 1 as warm as the continuous current makes it.
  public private(set) var load = Pair.zero
  private let squaredRating: Pair
  private let least: Pair
  private let most: Pair
  private let timeConstant: Pair

  /// Cold motors.
  public init(_ first: Rating, _ second: Rating) {
    let continuous = Pair(first.continuousCurrent, second.continuousCurrent)
    squaredRating = continuous * continuous
    most = Pair(first.peakCurrent, second.peakCurrent)
    least = RealtimeMath.least(continuous, most)
    timeConstant = Pair(first.timeConstant, second.timeConstant)
  }

  /// `time` s went by, at least 0, with the currents `current` [A].
  @_noAllocation @_noLocks
  public mutating func update(current: Pair, time: Double) {
    let step = time / timeConstant
    load = (load + step * (current * current / squaredRating)) / (1 + step)
  }

  /// What current is allowed [A].
  @_noAllocation @_noLocks
  public func allowedCurrent() -> Pair {
    let share = RealtimeMath.least(
      RealtimeMath.greatest((1 - load) / (1 - Self.foldBack), .zero), Pair(repeating: 1))
    // Not `least + share (most - least)`: two infinite ones have no difference.
    return RealtimeMath.select(
      share .< 1, RealtimeMath.least(least + share * (most - least), most), most)
  }
}
