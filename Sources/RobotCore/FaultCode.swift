/// Why the robot stopped. Values are append-only: logs outlive versions. 1xx bus, 2xx sensor,
/// 3xx timing, 4xx limit, 5xx safety input.
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
  /// The loop lost more time at once than is tolerable.
  case loopStalled = 301
  /// The loop's overruns took all credits of a robot that was stopping or holding already, or one
  /// overrun cost more than all of them together.
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
  /// The emergency stop is pressed, or its circuit is open.
  case emergencyStop = 501
  /// The emergency-stop or output-enable line cannot be read or driven.
  case safetyLineLost = 502
  /// The two channels of the emergency stop disagree.
  case emergencyStopDiscrepancy = 503

  /// What the fault does. Words of IEC 61800-5-2; software monitoring, not a certified function.
  @_noAllocation @_noLocks
  public func reaction() -> StopReaction {
    switch self {
    case .loopStalled, .loopOverrun, .followingError: .safeStop1
    default: .safeTorqueOff
    }
  }
}

/// How the robot stops.
public enum StopReaction: UInt8, BitwiseCopyable, Sendable {
  /// STO: outputs off at once.
  case safeTorqueOff
  /// SS1: brake along the reference with the acceleration limit, then outputs off.
  case safeStop1

  /// What the lifecycle makes of it.
  @_noAllocation @_noLocks
  func event() -> LifecycleEvent {
    switch self {
    case .safeTorqueOff: .safeTorqueOff
    case .safeStop1: .safeStop1
    }
  }
}

/// A latched fault with its evidence.
public struct FaultRecord: BitwiseCopyable, Sendable {
  /// Why.
  public var code: FaultCode
  /// The joint, or -1.
  public var joint: Int
  /// What was seen, in the unit of the fault.
  public var value: Double
  /// The bound that it broke.
  public var limit: Double
  /// When.
  public var cycle: Cycle

  /// A record.
  @_noAllocation @_noLocks
  public init(code: FaultCode, joint: Int, value: Double, limit: Double, cycle: Cycle) {
    self.code = code
    self.joint = joint
    self.value = value
    self.limit = limit
    self.cycle = cycle
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension FaultCode: CaseIterable {}
#endif
