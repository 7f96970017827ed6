public import RobotUnits

/// Two actuators on one bevel gear that move two joints, a wrist's or an ankle's: they move the first
/// joint together and the second against each other.
///
///     joint.x = (a.x / n.x + a.y / n.y) / (2 m.x) + offset.x
///     joint.y = (a.x / n.x - a.y / n.y) / (2 m.y) + offset.y
///
/// with the actuators' ratios n and the joints' ratios m. Efforts are the transpose, so power is
/// conserved. Source: ros2_control, `transmission_interface::DifferentialTransmission`, whose equations
/// these are. Real-time: yes.
public struct DifferentialTransmission: BitwiseCopyable, Hashable, Sendable {
  /// Actuator revolutions per revolution of its side gear; not 0.
  public let actuatorRatios: Pair
  /// Revolutions of the side gears per joint revolution; not 0.
  public let jointRatios: Pair
  /// The joints' positions when both actuators stand at 0 [rad].
  public let offsets: Pair

  /// Valid by construction; `init(actuatorRatios:jointRatios:offsets:)` checks.
  @_noAllocation @_noLocks
  init(checked actuatorRatios: Pair, jointRatios: Pair, offsets: Pair) {
    self.actuatorRatios = actuatorRatios
    self.jointRatios = jointRatios
    self.offsets = offsets
  }

  /// The joints' positions [rad].
  @_noAllocation @_noLocks
  public func jointPositions(actuators: Pair) -> Pair {
    jointVelocities(actuators: actuators) + offsets
  }

  /// The actuators' positions [rad].
  @_noAllocation @_noLocks
  public func actuatorPositions(joints: Pair) -> Pair {
    actuatorVelocities(joints: joints - offsets)
  }

  /// The joints' velocities [rad/s].
  @_noAllocation @_noLocks
  public func jointVelocities(actuators: Pair) -> Pair {
    let sides = actuators / actuatorRatios
    return Pair(sides.x + sides.y, sides.x - sides.y) / (2 * jointRatios)
  }

  /// The actuators' velocities [rad/s].
  @_noAllocation @_noLocks
  public func actuatorVelocities(joints: Pair) -> Pair {
    let sides = joints * jointRatios
    return Pair(sides.x + sides.y, sides.x - sides.y) * actuatorRatios
  }

  /// The joints' efforts [N.m] for the actuators' torques, without losses.
  @_noAllocation @_noLocks
  public func jointEfforts(actuators: Pair) -> Pair {
    let sides = actuators * actuatorRatios
    return Pair(sides.x + sides.y, sides.x - sides.y) * jointRatios
  }

  /// The actuators' torques [N.m] that give these joint efforts, without losses.
  @_noAllocation @_noLocks
  public func actuatorEfforts(joints: Pair) -> Pair {
    let sides = joints / jointRatios
    return Pair(sides.x + sides.y, sides.x - sides.y) / (2 * actuatorRatios)
  }
}
