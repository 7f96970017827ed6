public import RobotUnits

/// How the loop is scheduled, and what it does when it is late: the robot file's `loop`.
public struct LoopDescription: Hashable, Sendable {
  /// What happens to the cycles that an overrun lost. Default `skip`.
  public var overrun = Overrun.skip
  /// How many lost cycles the robot bears before it stops; `nil`: there is no ladder, and only a stall
  /// stops the robot.
  public var credits: Credits?
  /// The control thread sleeps until so long before it is due, and then reads the clock until it is.
  /// Default zero: it only sleeps.
  public var spin = TimeSpan.zero
  /// How the threads are scheduled. Default SCHED_FIFO.
  public var scheduler = Scheduler.fifo(priority: nil, processor: .last)
  /// Whether the control thread carries the buses' traffic itself, one bus after the other. Default:
  /// every bus has a thread of its own.
  public var hasInlineBuses = false

  /// The defaults.
  public init() {}

  /// What happens to lost cycles, and to the outputs meanwhile.
  public enum Overrun: Hashable, Sendable {
    /// They are skipped.
    case skip
    /// At most so many run late, back to back; the rest is skipped.
    case catchUp(Int)
    /// They are skipped; the last outputs go out for at most so many cycles, then safe ones.
    case hold(Int)
    /// They are skipped; extrapolated outputs go out for at most so many cycles, then safe ones.
    case extrapolate(Int)
  }

  /// A stock of lost cycles.
  public struct Credits: Hashable, Sendable {
    /// The stock. At least 1.
    public var most: Int
    /// A credit comes back after so long without overrun. At least a period.
    public var regain: TimeSpan
  }

  /// A policy of the kernel's scheduler.
  public enum Scheduler: Hashable, Sendable {
    /// SCHED_FIFO with a priority of 1...90; `nil`: the daemon's default.
    case fifo(priority: Int?, processor: Processor)
    /// SCHED_DEADLINE, on any processor; where the kernel refuses it, SCHED_FIFO.
    case deadline
    /// SCHED_OTHER: not real-time.
    case other
  }

  /// Which processor the threads run on.
  public enum Processor: Hashable, Sendable {
    /// The last one, when there are several.
    case last
    /// The last one that the kernel keeps free of other work (isolcpus=).
    case isolated
    /// This one.
    case number(Int)
  }
}
