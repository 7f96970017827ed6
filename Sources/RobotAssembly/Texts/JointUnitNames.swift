public import RobotConfiguration

/// The names of the units that a joint's values are in.
public struct JointUnitNames: Hashable, Sendable {
  /// How the joint moves.
  public let kind: JointDescription.Kind

  /// The names for a joint that moves so.
  public init(_ kind: JointDescription.Kind) { self.kind = kind }

  /// Of positions: rad or m.
  public var position: String {
    switch kind {
    case .revolute: "rad"
    case .prismatic: "m"
    }
  }

  /// Of velocities: rad/s or m/s.
  public var velocity: String { "\(position)/s" }

  /// Of efforts: N.m or N.
  public var effort: String {
    switch kind {
    case .revolute: "N.m"
    case .prismatic: "N"
    }
  }

  /// Digits behind the point that a position or velocity needs in a sentence: a millirad, or a hundredth
  /// of a millimetre.
  var digits: Int {
    switch kind {
    case .revolute: 3
    case .prismatic: 5
    }
  }
}
