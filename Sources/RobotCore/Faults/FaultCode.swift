// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

/// Why the robot stopped. Values are append-only: logs outlive versions. 1xx output devices, 2xx
/// encoders, 3xx timing, 4xx joints, 5xx safety inputs, 6xx supply and temperature, 7xx commands.
public enum FaultCode: UInt16, BitwiseCopyable, Sendable {
  /// The output device of a joint did not answer for too many cycles.
  case actuatorLost = 101
  /// The output device of a joint lost its settings: its supply failed for a moment.
  case settingsLost = 102
  /// The bridge of a joint reports a fault of its own; the value is its `ActuatorCauses`.
  case actuatorFault = 103
  /// The servo of a joint switched itself off: overload, heat or current.
  case servoFault = 104
  /// The output device of a joint fails too often within its window.
  case actuatorUnreliable = 105
  /// An encoder gave no valid sample for too many cycles.
  case encoderLost = 201
  /// An encoder's readings jump by more than the joint can move.
  case encoderJump = 202
  /// An incremental encoder lost edges: where the joint stands is unknown.
  case edgesLost = 203
  /// The encoder of a joint fails, or is invalid, too often within its window.
  case encoderUnreliable = 204
  /// The joint does not follow its reference, and its encoder's reading does not change by one count.
  case encoderFrozen = 205
  /// The two encoders of a joint see it in different places.
  case encoderDisagreement = 207
  /// The loop lost more time at once than is tolerable.
  case loopStalled = 301
  /// The loop's overruns took all credits of a robot that was stopping or holding already, or one overrun cost more than all of them together.
  case loopOverrun = 302
  /// The joint is beyond its position limit.
  case positionLimit = 401
  /// The joint moves faster than its limit.
  case overSpeed = 402
  /// The joint does not follow its reference.
  case followingError = 403
  /// The control law gave a number that is not finite.
  case nonFiniteEffort = 404
  /// The joint is not held after arming: its brake stays engaged.
  case notHolding = 405
  /// A motor at its continuous current is too weak for its joint.
  case motorOverload = 407
  /// The joint oscillates about its reference, with half of its gains too.
  case oscillation = 408
  /// The joint moves, or stays, as if its actuator gave nothing.
  case actuatorSilent = 409
  /// Asked at arming (`safety.polarity_probe`), a joint moved against the effort that its motor was given.
  case wrongPolarity = 410
  /// The joint falls as its weight alone has it, whatever its motor is given.
  case motorWithoutEffect = 411
  /// The emergency stop is pressed, or its circuit is open.
  case emergencyStop = 501
  /// An emergency-stop, limit-switch, brake, direction or output-enable line cannot be read or driven.
  case safetyLineLost = 502
  /// The two channels of the emergency stop disagree.
  case emergencyStopDiscrepancy = 503
  /// A temperature that is watched was above its greatest for a second.
  case overTemperature = 601
  /// A supply that is watched was below its range.
  case underVoltage = 602
  /// A supply that is watched was above its range.
  case overVoltage = 603
  /// The current of a supply that is watched was above its greatest.
  case overCurrent = 604
  /// The simulator in which a simulated robot's bodies move is lost; the value is its `SimulatorCause`.
  case simulatorLost = 606

  /// What the fault does. Words of IEC 61800-5-2; software monitoring, not a certified function.
  @_noAllocation @_noLocks
  public func reaction() -> StopReaction {
    switch self {
    case .loopStalled, .loopOverrun, .followingError, .motorOverload, .oscillation, .actuatorSilent, .motorWithoutEffect, .overTemperature, .underVoltage, .overCurrent: .safeStop1
    default: .safeTorqueOff
    }
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension FaultCode: CaseIterable {}
#endif
