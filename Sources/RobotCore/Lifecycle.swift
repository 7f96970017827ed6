/// Where the robot stands. The values are part of the wire format.
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

  /// Whether the outputs are on.
  @_noAllocation @_noLocks
  public func isPowered() -> Bool {
    switch self {
    case .unconfigured, .disarmed, .faulted: false
    case .arming, .active, .holding, .stopping: true
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
  /// The gains are up.
  case rampEnded
  /// A person or the daemon asks to stop and stay powered.
  case stop
  /// A person or the daemon asks to switch off.
  case disarm
  /// The stream of commands ended.
  case referenceLost
  /// The reference is at rest.
  case standstill
  /// A fault that switches off at once.
  case safeTorqueOff
  /// A fault that brakes first.
  case safeStop1
  /// A safety input is broken: a fault also while the outputs are off.
  case inputFault
  /// A person acknowledges the fault; its cause is gone.
  case clear
}

/// The lifecycle as one pure function. `stopping` remembers where it leads.
public struct Lifecycle: BitwiseCopyable, Hashable, Sendable {
  /// Where the robot stands.
  public private(set) var state: LifecycleState
  /// Where `stopping` leads: `holding`, `disarmed` or `faulted`.
  public private(set) var destination: LifecycleState

  /// The start: nothing has answered yet.
  @_noAllocation @_noLocks
  public init() {
    state = .unconfigured
    destination = .disarmed
  }

  /// Takes `event`; says whether it was allowed in this state. A refused event changes nothing.
  ///
  /// The worst destination wins: while stopping for a fault, a request to hold or to switch off does
  /// not soften it. `stop` is never refused. No event but `arm` leads to a powered state, and `clear` never does.
  @_noAllocation @_noLocks
  public mutating func take(_ event: LifecycleEvent) -> Bool {
    switch event {
    case .configured: return move(from: .unconfigured, to: .disarmed)
    case .rampEnded: return move(from: .arming, to: .active)
    case .clear: return move(from: .faulted, to: .disarmed)
    case .standstill: return move(from: .stopping, to: destination)
    case .arm: return move(from: .disarmed, to: .arming) || move(from: .holding, to: .arming)
    case .stop, .referenceLost:
      guard state == .arming || state == .active else { return true }
      return stop(to: .holding)
    case .disarm:
      if state == .stopping && destination == .faulted { return true }
      if state.isPowered() { return stop(to: .disarmed) }
      return state != .faulted
    case .safeStop1:
      guard state.isPowered() else { return false }
      return stop(to: .faulted)
    case .inputFault:
      guard !(state == .unconfigured) else { return false }
      state = .faulted
      return true
    case .safeTorqueOff:
      guard state.isPowered() else { return false }
      state = .faulted
      return true
    }
  }

  @_noAllocation @_noLocks
  private mutating func move(from: LifecycleState, to: LifecycleState) -> Bool {
    guard state == from else { return false }
    state = to
    return true
  }

  @_noAllocation @_noLocks
  private mutating func stop(to destination: LifecycleState) -> Bool {
    state = .stopping
    self.destination = destination
    return true
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension LifecycleState: CaseIterable {}
  extension LifecycleEvent: CaseIterable {}
#endif
