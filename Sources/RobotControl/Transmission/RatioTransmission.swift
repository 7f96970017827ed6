/// Gears or belts: `actuator = ratio (joint - offset)`. Real-time: yes.
public struct RatioTransmission: BitwiseCopyable, Hashable, Sendable {
  /// Actuator revolutions per joint revolution; negative when they turn against each other.
  public let ratio: Double
  /// The joint's position when the actuator stands at 0 [rad].
  public let offset: Double

  /// Valid by construction; `init(ratio:offset:)` checks.
  @_noAllocation @_noLocks
  init(checked ratio: Double, offset: Double) {
    self.ratio = ratio
    self.offset = offset
  }

  /// The actuator sits on the joint: ratio 1, offset 0.
  @_noAllocation @_noLocks
  public static func direct() -> RatioTransmission { RatioTransmission(checked: 1, offset: 0) }

  /// The joint's position [rad].
  @_noAllocation @_noLocks
  public func jointPosition(actuator: Double) -> Double { actuator / ratio + offset }

  /// The actuator's position [rad].
  @_noAllocation @_noLocks
  public func actuatorPosition(joint: Double) -> Double { ratio * (joint - offset) }
}
