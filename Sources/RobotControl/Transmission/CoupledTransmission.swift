public import RobotUnits

/// Joints that share actuators, the fingers of a hand: `joints = C actuators + offsets`, with a coupling
/// matrix C of a row per joint and a column per actuator, and no more actuators than joints.
///
/// A mimic joint is a row with one multiplier. Efforts at the actuators are `C^T efforts at the joints`,
/// so power is conserved. The other way there are more joints than answers: positions and velocities are
/// the least-squares ones, `C+ (joints - offsets)`, and joint efforts those of least norm that the
/// actuators' efforts balance, `(C+)^T actuators`, C+ being the pseudo-inverse. Source: R. M. Murray,
/// Z. Li and S. S. Sastry, "A Mathematical Introduction to Robotic Manipulation", section 6.4 (there with
/// P = C^T). Real-time: yes, `init` no. Every array has one element per joint or per actuator.
public struct CoupledTransmission: ~Copyable, Sendable {
  /// How many joints.
  public let jointCount: Int
  /// How many actuators.
  public let actuatorCount: Int
  /// C and (C+)^T, by rows: a row per joint.
  let coupling: FixedArray<Double>
  let inverse: FixedArray<Double>
  let offsets: FixedArray<Double>

  /// Valid by construction; `init(coupling:offsets:)` checks.
  init(
    checked coupling: consuming FixedArray<Double>, inverse: consuming FixedArray<Double>,
    offsets: consuming FixedArray<Double>, actuatorCount: Int
  ) {
    jointCount = offsets.count
    self.actuatorCount = actuatorCount
    self.coupling = coupling
    self.inverse = inverse
    self.offsets = offsets
  }

  /// Writes the joints' positions.
  @_noAllocation @_noLocks
  public func jointPositions(
    actuators: borrowing FixedArray<Double>, into joints: borrowing FixedArray<Double>
  ) {
    jointVelocities(actuators: actuators, into: joints)
    for joint in 0..<jointCount { joints[joint] += offsets[joint] }
  }

  /// Writes the joints' velocities.
  @_noAllocation @_noLocks
  public func jointVelocities(
    actuators: borrowing FixedArray<Double>, into joints: borrowing FixedArray<Double>
  ) {
    multiply(coupling, actuators, into: joints)
  }

  /// Writes the joint efforts of least norm that these actuator efforts balance.
  @_noAllocation @_noLocks
  public func jointEfforts(
    actuators: borrowing FixedArray<Double>, into joints: borrowing FixedArray<Double>
  ) {
    multiply(inverse, actuators, into: joints)
  }

  /// Writes the actuator positions that come nearest to these joint positions.
  @_noAllocation @_noLocks
  public func actuatorPositions(
    joints: borrowing FixedArray<Double>, into actuators: borrowing FixedArray<Double>
  ) {
    for actuator in 0..<actuatorCount {
      var sum = 0.0
      for joint in 0..<jointCount {
        sum += inverse[joint * actuatorCount + actuator] * (joints[joint] - offsets[joint])
      }
      actuators[actuator] = sum
    }
  }

  /// Writes the actuator velocities that come nearest to these joint velocities.
  @_noAllocation @_noLocks
  public func actuatorVelocities(
    joints: borrowing FixedArray<Double>, into actuators: borrowing FixedArray<Double>
  ) {
    multiplyTransposed(inverse, joints, into: actuators)
  }

  /// Writes the actuator efforts that balance these joint efforts.
  @_noAllocation @_noLocks
  public func actuatorEfforts(
    joints: borrowing FixedArray<Double>, into actuators: borrowing FixedArray<Double>
  ) {
    multiplyTransposed(coupling, joints, into: actuators)
  }

  @_noAllocation @_noLocks
  private func multiply(
    _ matrix: borrowing FixedArray<Double>, _ actuators: borrowing FixedArray<Double>,
    into joints: borrowing FixedArray<Double>
  ) {
    for joint in 0..<jointCount {
      var sum = 0.0
      for actuator in 0..<actuatorCount {
        sum += matrix[joint * actuatorCount + actuator] * actuators[actuator]
      }
      joints[joint] = sum
    }
  }

  @_noAllocation @_noLocks
  private func multiplyTransposed(
    _ matrix: borrowing FixedArray<Double>, _ joints: borrowing FixedArray<Double>,
    into actuators: borrowing FixedArray<Double>
  ) {
    for actuator in 0..<actuatorCount {
      var sum = 0.0
      for joint in 0..<jointCount {
        sum += matrix[joint * actuatorCount + actuator] * joints[joint]
      }
      actuators[actuator] = sum
    }
  }
}
