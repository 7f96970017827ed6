/// What lies between the gear motor's shaft and its joint.
public enum TransmissionDescription: Hashable, Sendable {
  /// The shaft is the joint's.
  case direct
  /// Gears or a belt: shaft revolutions per joint revolution, greater than 0.
  case ratio(Double)
  /// A screw: the way of the joint in one revolution [m], and the share of power that reaches the joint.
  case screw(lead: Double, efficiency: Double)
  /// A linkage.
  case fourBar(FourBarDescription)
}

/// A four-bar linkage: the shaft turns the crank, the joint is the rocker. Lengths in metres.
public struct FourBarDescription: Hashable, Sendable {
  /// From the crank's pivot to the rocker's.
  public var ground: Double
  /// The crank.
  public var crank: Double
  /// What joins crank and rocker.
  public var coupler: Double
  /// The rocker.
  public var rocker: Double
  /// On which side it is assembled.
  public var assembly: Assembly
  /// The crank's angle at joint position 0, counter-clockwise from the ground link [rad].
  public var crankZero: Double

  /// On which side of the way from the crank's end to the rocker's pivot the rocker's end lies.
  public enum Assembly: String, CaseIterable, Sendable {
    /// Left.
    case open
    /// Right.
    case crossed
  }
}
