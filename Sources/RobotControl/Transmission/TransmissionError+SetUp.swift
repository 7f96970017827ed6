/// Why a transmission cannot be what it was described as.
public enum TransmissionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A ratio is 0 or not finite.
  case ratioOutOfRange(Double)
  /// A screw's lead is 0 or not finite [m].
  case leadOutOfRange(Double)
  /// An efficiency is not above 0 and at most 1.
  case efficiencyOutOfRange(Double)
  /// A link's length is not above 0 and finite [m].
  case lengthOutOfRange(Double)
  /// An offset, angle or bound is not finite.
  case notFinite
  /// With the crank at this angle [rad] coupler and rocker do not reach each other.
  case linksDoNotClose(crank: Double)
  /// Between joint position 0 and this one [rad] the linkage comes near a toggle.
  case toggle(Toggle, joint: Double)
  /// Joint or crank would go once round between these joint positions [rad].
  case rangeBeyondOneTurn(lower: Double, upper: Double)
  /// A coupling matrix needs a row per joint, all of the same length, and an offset per joint.
  case couplingShape
  /// More actuators than joints: some would move nothing.
  case moreActuatorsThanJoints(actuators: Int, joints: Int)
  /// What this actuator (0 is the first) does to the joints, those before it can do.
  case actuatorNotIndependent(Int)

  /// Which two links line up.
  public enum Toggle: Hashable, Sendable {
    /// The joint stands still there, however the crank turns.
    case crankAndCoupler
    /// The actuator has no hold on the joint there.
    case couplerAndRocker
  }

  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .ratioOutOfRange(let ratio): "the ratio is \(ratio); it must be finite and not 0"
    case .leadOutOfRange(let lead): "the lead is \(lead) m; it must be finite and not 0"
    case .efficiencyOutOfRange(let efficiency):
      "the efficiency is \(efficiency); it must be above 0 and at most 1"
    case .lengthOutOfRange(let length):
      "a link is \(length) m long; it must be finite and above 0"
    case .notFinite: "an offset, an angle or a bound is not finite"
    case .linksDoNotClose(let crank):
      "with the crank at \(crank) rad coupler and rocker do not reach each other"
    case .toggle(.crankAndCoupler, let joint):
      "near joint position \(joint) rad crank and coupler line up: the joint goes no further"
    case .toggle(.couplerAndRocker, let joint):
      "near joint position \(joint) rad coupler and rocker line up: the actuator loses its hold"
    case .rangeBeyondOneTurn(let lower, let upper):
      "from \(lower) rad to \(upper) rad joint or crank go once round"
    case .couplingShape:
      "the matrix needs a row and an offset for each joint, and in every row each actuator"
    case .moreActuatorsThanJoints(let actuators, let joints):
      "\(actuators) actuators for \(joints) joints: some would move nothing"
    case .actuatorNotIndependent(let actuator):
      "column \(actuator) of the coupling matrix is a sum of those before it, or 0"
    }
  }
}
