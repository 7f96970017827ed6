/// A screw that turns and moves a joint along its axis: `joint = lead / (2 pi) actuator + offset`.
///
/// Without losses `force = 2 pi / lead * torque`; with them the screw gives `efficiency` of that
/// (lead screws 0.2 to 0.7 by lead angle and friction, ball screws about 0.9: R. G. Budynas and
/// J. K. Nisbett, "Shigley's Mechanical Engineering Design", section 8-2). Real-time: yes.
public struct ScrewTransmission: BitwiseCopyable, Hashable, Sendable {
  /// How far the joint moves in one revolution of the screw [m]; negative for the other hand.
  public let lead: Double
  /// The joint's position when the screw stands at 0 [m].
  public let offset: Double
  /// The share of the screw's power that reaches the joint, above 0, at most 1.
  public let efficiency: Double

  /// Valid by construction; `init(lead:offset:efficiency:)` checks.
  @_noAllocation @_noLocks
  init(checked lead: Double, offset: Double, efficiency: Double) {
    self.lead = lead
    self.offset = offset
    self.efficiency = efficiency
  }

  /// Radians of the screw per metre of the joint.
  @_noAllocation @_noLocks
  public func rate() -> Double { 2 * Double.pi / lead }

  /// The joint's position [m].
  @_noAllocation @_noLocks
  public func jointPosition(actuator: Double) -> Double {
    actuator * (lead / (2 * Double.pi)) + offset
  }

  /// The screw's angle [rad].
  @_noAllocation @_noLocks
  public func actuatorPosition(joint: Double) -> Double { (joint - offset) * rate() }
}
