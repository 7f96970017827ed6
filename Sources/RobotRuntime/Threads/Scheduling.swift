internal import CRealtime
internal import Glibc
public import RobotUnits

/// How a thread is to be scheduled.
public struct Scheduling: Hashable, Sendable {
  /// SCHED_FIFO priority, 1...99; `nil`: SCHED_OTHER, or SCHED_DEADLINE where there is a reservation.
  public var priority: Int32?
  /// The processor to run on; `nil`: any.
  public var processor: Int32?
  /// SCHED_DEADLINE: the time that the thread reserves.
  public var reservation: Reservation?

  /// SCHED_FIFO with a priority, else SCHED_OTHER.
  public init(priority: Int32?, processor: Int32?) {
    self.priority = priority
    self.processor = processor
  }

  /// SCHED_DEADLINE. Without a processor: the kernel takes no reservation of a bound thread.
  public init(_ reservation: Reservation) { self.reservation = reservation }

  /// Whether ordinary processes cannot hold the thread up.
  public var isRealtime: Bool { priority != nil || reservation != nil }

  /// The kernel's name of the policy.
  public var policyName: String {
    if reservation != nil { return "SCHED_DEADLINE" }
    return priority != nil ? "SCHED_FIFO" : "SCHED_OTHER"
  }
}

/// A share of the processors that SCHED_DEADLINE reserves for a thread (sched(7)).
public struct Reservation: Hashable, Sendable {
  /// The processor time that it may use in each period.
  public var runtime: TimeSpan
  /// It is done so long after it wakes. At least `runtime`, at most `period`.
  public var deadline: TimeSpan
  /// The time between two wake-ups.
  public var period: TimeSpan

  /// A share of `runtime / period` of one processor.
  public init(runtime: TimeSpan, deadline: TimeSpan, period: TimeSpan) {
    self.runtime = runtime
    self.deadline = deadline
    self.period = period
  }
}

extension crt_reservation {
  init(_ reservation: Reservation?) {
    self.init(
      runtime: reservation?.runtime.nanoseconds ?? 0,
      deadline: reservation?.deadline.nanoseconds ?? 0,
      period: reservation?.period.nanoseconds ?? 0)
  }
}

/// What the threads of a robot ask for, best first: a reservation, then a priority, then nothing.
public struct SchedulingRequest: Hashable, Sendable {
  /// One reservation per thread, all of which must be granted; empty: none is asked for.
  public var reservations: [Reservation]
  /// SCHED_FIFO priority; `nil`: none is asked for.
  public var priority: Int32?
  /// Where threads with a priority run.
  public var processor: ProcessorChoice

  /// A request.
  public init(
    reservations: [Reservation] = [], priority: Int32?, processor: ProcessorChoice = .last
  ) {
    self.reservations = reservations
    self.priority = priority
    self.processor = processor
  }
}

/// Which processor real-time threads run on.
public enum ProcessorChoice: Hashable, Sendable {
  /// The highest-numbered one, when there are several.
  case last
  /// The highest-numbered one of those that the kernel keeps free (isolcpus=); else as `last`.
  case isolated
  /// This one; else as `last`.
  case number(Int32)

  /// The processor, or why it is not the one that was asked for.
  func resolve() -> (processor: Int32?, refusal: SystemError?) {
    let last = crt_processor_count() > 1 ? crt_last_processor() : nil
    switch self {
    case .last: return (last, nil)
    case .isolated:
      let isolated = crt_isolated_processor()
      if crt_may_use_processor(isolated) { return (isolated, nil) }
      return (last, SystemError(call: "an isolated processor (isolcpus=)", errno: ENODEV))
    case .number(let number):
      if crt_may_use_processor(number) { return (number, nil) }
      return (last, SystemError(call: "processor \(number)", errno: ENODEV))
    }
  }
}
