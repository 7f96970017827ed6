/// Where the robot stands, as clients see it. The values are part of the wire format, and append-only.
public enum LifecycleState: UInt8, BitwiseCopyable, Sendable {
  /// Not every device has answered yet. Outputs off.
  case unconfigured
  /// Ready. Outputs off.
  case disarmed
  /// Outputs on at the measured position, gains ramping up.
  case arming
  /// Following commands.
  case active
  /// Powered and at rest; commands are refused until armed again.
  case holding
  /// Braking along the reference.
  case stopping
  /// A fault is latched. Outputs off.
  case faulted
  /// Following commands at reduced speed, until a person arms again.
  case degraded

  /// Whether the outputs are on.
  @_noAllocation @_noLocks
  public func isPowered() -> Bool {
    switch self {
    case .unconfigured, .disarmed, .faulted: false
    case .arming, .active, .degraded, .holding, .stopping: true
    }
  }

  /// Whether commands move the robot.
  @_noAllocation @_noLocks
  public func followsCommands() -> Bool {
    switch self {
    case .active, .degraded: true
    case .unconfigured, .disarmed, .arming, .holding, .stopping, .faulted: false
    }
  }

  /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
  @_noAllocation @_noLocks
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
}

/// What can happen to the robot.
public enum LifecycleEvent: UInt8, BitwiseCopyable, Sendable {
  /// Every device has answered.
  case configured
  /// A person asks to arm; the checks have passed.
  case arm
  /// The gains are up, and references at rest.
  case rampEnded
  /// The same, while a device is degraded.
  case rampEndedDegraded
  /// A device that a joint needs is degraded.
  case degrade
  /// A person or the daemon asks to stop and stay powered.
  case stop
  /// The stream of commands ended.
  case referenceLost
  /// A person or the daemon asks to switch off.
  case disarm
  /// The reference is at rest.
  case standstill
  /// A fault that brakes first.
  case safeStop1
  /// A fault that switches off at once.
  case safeTorqueOff
  /// A safety input is broken: a fault also while the outputs are off.
  case inputFault
  /// A person acknowledges the fault; its cause is gone.
  case clear
}

/// The lifecycle: a place, and the table of `LifecyclePlace.step`. Real-time: yes.
public struct Lifecycle: BitwiseCopyable, Hashable, Sendable {
  /// Where the robot stands, and where a stop leads.
  public private(set) var place = LifecyclePlace.unconfigured

  /// The start: nothing has answered yet.
  @_noAllocation @_noLocks
  public init() {}

  /// Where the robot stands.
  public var state: LifecycleState {
    @_noAllocation @_noLocks get { place.state() }
  }

  /// Takes `event`; says whether it was allowed here. A refused event changes nothing.
  @_noAllocation @_noLocks
  public mutating func take(_ event: LifecycleEvent) -> Bool {
    switch place.step(event) {
    case .to(let next):
      place = next
      return true
    case .stay: return true
    case .refused: return false
    }
  }
}

extension FaultCode {
  /// What the lifecycle makes of the fault.
  @_noAllocation @_noLocks
  public func event() -> LifecycleEvent {
    switch self {
    case .emergencyStopDiscrepancy: .inputFault
    default: reaction().event()
    }
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension LifecycleState: CaseIterable {}
  extension LifecycleEvent: CaseIterable {}
#endif
