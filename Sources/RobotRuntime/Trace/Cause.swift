public import RobotHAL

/// Why a cycle was late.
public enum Cause: Hashable, Sendable {
  /// A transfer took longer than it does: a device that stretches the clock, a stuck line, another
  /// master. `address` is `nil` when it carried several devices.
  case slowTransfer(bus: Int32, address: I2CAddress?)
  /// Exchanges that had failed were repeated.
  case retry(bus: Int32, address: I2CAddress?, error: BusError)
  /// Memory that was not there when it was touched.
  case pageFaults(Int64, Stage)
  /// The thread was ready and another one ran on its processor; `switches` times in the middle of a
  /// cycle.
  case preempted(switches: Int64, Stage)
  /// The thread waited in a system call: a full pipe, a lock, a device.
  case blocked(Stage)
  /// Handlers of signals ran on the thread; the number is that of the sleeps that they interrupted.
  case signals(Int64, Stage)
  /// Reading the clock took the time.
  case clockStall
  /// The hypervisor ran something else on the processor.
  case stolen(Stage)
  /// The stage computed longer than it does.
  case longStage(Stage)
  /// The timer came late and nothing that was measured says why.
  case lateWakeUp
}

/// The causes without their details, to count them by. Codes are part of the socket protocol.
public enum CauseKind: UInt8, Hashable, Sendable, CaseIterable {
  /// `Cause.slowTransfer`.
  case slowTransfer = 1
  /// `Cause.retry`.
  case retry = 2
  /// `Cause.pageFaults`.
  case pageFaults = 3
  /// `Cause.preempted`.
  case preempted = 4
  /// `Cause.blocked`.
  case blocked = 5
  /// `Cause.signals`.
  case signals = 6
  /// `Cause.clockStall`.
  case clockStall = 7
  /// `Cause.stolen`.
  case stolen = 8
  /// `Cause.longStage`.
  case longStage = 9
  /// `Cause.lateWakeUp`.
  case lateWakeUp = 10
  /// The cycle was late because the one before it was.
  case predecessor = 11
}

extension Cause {
  /// Its kind.
  public var kind: CauseKind {
    switch self {
    case .slowTransfer: .slowTransfer
    case .retry: .retry
    case .pageFaults: .pageFaults
    case .preempted: .preempted
    case .blocked: .blocked
    case .signals: .signals
    case .clockStall: .clockStall
    case .stolen: .stolen
    case .longStage: .longStage
    case .lateWakeUp: .lateWakeUp
    }
  }
}

/// What made a cycle late, and how sure that is.
public struct Finding: Hashable, Sendable {
  /// The cause.
  public var cause: Cause
  /// The time that it cost [ns].
  public var nanoseconds: Int64
  /// The cycle that the cause befell, when that is an earlier one: this cycle began late because of it.
  public var origin: UInt64?
  /// Whether the kernel's counters of the thread were there. Without them nothing is known of page
  /// faults, switches and the run queue.
  public var hasUsage: Bool
  /// Whether the run-queue delay was among them.
  public var hasRunQueueDelay: Bool

  /// A finding.
  public init(
    _ cause: Cause, nanoseconds: Int64, origin: UInt64? = nil, hasUsage: Bool = true,
    hasRunQueueDelay: Bool = true
  ) {
    self.cause = cause
    self.nanoseconds = nanoseconds
    self.origin = origin
    self.hasUsage = hasUsage
    self.hasRunQueueDelay = hasRunQueueDelay
  }

  /// What it is counted as.
  public var kind: CauseKind { origin == nil ? cause.kind : .predecessor }
}
