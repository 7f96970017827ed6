/// A row of the lifecycle's table: a state, and of `stopping` also where it leads.
public enum LifecyclePlace: BitwiseCopyable, Hashable, Sendable {
  case unconfigured
  case disarmed
  case arming
  case active
  case degraded
  case holding
  /// Braking, to hold with torque (SS2, SOS).
  case stoppingToHolding
  /// Braking, to switch off.
  case stoppingToDisarmed
  /// Braking for a fault, to switch off (SS1).
  case stoppingToFaulted
  case faulted

  /// What clients see of it.
  @_noAllocation @_noLocks
  public func state() -> LifecycleState {
    switch self {
    case .unconfigured: .unconfigured
    case .disarmed: .disarmed
    case .arming: .arming
    case .active: .active
    case .degraded: .degraded
    case .holding: .holding
    case .stoppingToHolding, .stoppingToDisarmed, .stoppingToFaulted: .stopping
    case .faulted: .faulted
    }
  }

  /// How far the robot is from following commands at full speed, 0...5. The highest severity wins: only
  /// `arm` and `clear`, which are a person's, lead to a lower one.
  @_noAllocation @_noLocks
  public func severity() -> Int {
    switch self {
    case .arming, .active: 0
    case .degraded: 1
    case .stoppingToHolding, .holding: 2
    case .stoppingToDisarmed, .disarmed, .unconfigured: 3
    case .stoppingToFaulted: 4
    case .faulted: 5
    }
  }

  /// The table: what `event` does here. The runtime, the documentation's diagram, the tool and the tests
  /// all read it. Real-time: yes.
  @_noAllocation @_noLocks
  public func step(_ event: LifecycleEvent) -> LifecycleStep { row()[event] }

  @_noAllocation @_noLocks
  private func row() -> LifecycleRow {
    switch self {
    case .unconfigured:
      LifecycleRow(configured: .to(.disarmed), stop: .stay, referenceLost: .stay, disarm: .stay)
    case .disarmed:
      LifecycleRow(
        arm: .to(.arming), stop: .stay, referenceLost: .stay, disarm: .stay,
        inputFault: .to(.faulted))
    case .arming:
      LifecycleRow(
        rampEnded: .to(.active), rampEndedDegraded: .to(.degraded), degrade: .stay,
        stop: .to(.stoppingToHolding), referenceLost: .to(.stoppingToHolding),
        disarm: .to(.stoppingToDisarmed), safeStop1: .to(.stoppingToFaulted),
        safeTorqueOff: .to(.faulted), inputFault: .to(.faulted))
    case .active:
      LifecycleRow(
        degrade: .to(.degraded), stop: .to(.stoppingToHolding),
        referenceLost: .to(.stoppingToHolding), disarm: .to(.stoppingToDisarmed),
        safeStop1: .to(.stoppingToFaulted), safeTorqueOff: .to(.faulted),
        inputFault: .to(.faulted))
    case .degraded:
      LifecycleRow(
        arm: .to(.arming), degrade: .stay, stop: .to(.stoppingToHolding),
        referenceLost: .to(.stoppingToHolding), disarm: .to(.stoppingToDisarmed),
        safeStop1: .to(.stoppingToFaulted), safeTorqueOff: .to(.faulted),
        inputFault: .to(.faulted))
    case .holding:
      LifecycleRow(
        arm: .to(.arming), degrade: .stay, stop: .stay, referenceLost: .stay,
        disarm: .to(.stoppingToDisarmed), safeStop1: .to(.stoppingToFaulted),
        safeTorqueOff: .to(.faulted), inputFault: .to(.faulted))
    case .stoppingToHolding:
      LifecycleRow(
        degrade: .stay, stop: .stay, referenceLost: .stay, disarm: .to(.stoppingToDisarmed),
        standstill: .to(.holding), safeStop1: .to(.stoppingToFaulted),
        safeTorqueOff: .to(.faulted), inputFault: .to(.faulted))
    case .stoppingToDisarmed:
      LifecycleRow(
        degrade: .stay, stop: .stay, referenceLost: .stay, disarm: .stay,
        standstill: .to(.disarmed), safeStop1: .to(.stoppingToFaulted),
        safeTorqueOff: .to(.faulted), inputFault: .to(.faulted))
    case .stoppingToFaulted:
      LifecycleRow(
        degrade: .stay, stop: .stay, referenceLost: .stay, disarm: .stay,
        standstill: .to(.faulted), safeStop1: .stay, safeTorqueOff: .to(.faulted),
        inputFault: .to(.faulted))
    case .faulted:
      LifecycleRow(stop: .stay, referenceLost: .stay, inputFault: .stay, clear: .to(.disarmed))
    }
  }
}

/// What an event does in a place.
public enum LifecycleStep: BitwiseCopyable, Hashable, Sendable {
  /// It leads there.
  case to(LifecyclePlace)
  /// It is taken, and changes nothing.
  case stay
  /// It is refused, and changes nothing.
  case refused
}

/// One place's steps: refused, what is not written.
struct LifecycleRow: BitwiseCopyable {
  var configured = LifecycleStep.refused
  var arm = LifecycleStep.refused
  var rampEnded = LifecycleStep.refused
  var rampEndedDegraded = LifecycleStep.refused
  var degrade = LifecycleStep.refused
  var stop = LifecycleStep.refused
  var referenceLost = LifecycleStep.refused
  var disarm = LifecycleStep.refused
  var standstill = LifecycleStep.refused
  var safeStop1 = LifecycleStep.refused
  var safeTorqueOff = LifecycleStep.refused
  var inputFault = LifecycleStep.refused
  var clear = LifecycleStep.refused

  subscript(event: LifecycleEvent) -> LifecycleStep {
    @_noAllocation @_noLocks get {
      switch event {
      case .configured: configured
      case .arm: arm
      case .rampEnded: rampEnded
      case .rampEndedDegraded: rampEndedDegraded
      case .degrade: degrade
      case .stop: stop
      case .referenceLost: referenceLost
      case .disarm: disarm
      case .standstill: standstill
      case .safeStop1: safeStop1
      case .safeTorqueOff: safeTorqueOff
      case .inputFault: inputFault
      case .clear: clear
      }
    }
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension LifecyclePlace: CaseIterable {}
#endif
