public import RobotConfiguration
public import RobotRuntime
internal import RobotUnits

/// The robot file's `loop`, in the runtime's words.
public struct LoopPlan: Sendable {
  /// What the control thread does when it is late.
  public let policy: OverrunPolicy
  /// What the buses send when the control thread is late.
  public let aging: CommandAging
  /// What the threads ask of the scheduler.
  public let request: SchedulingRequest
  /// What each thread reserves where SCHED_DEADLINE is granted: control first, then the buses.
  let reservations: [Reservation]

  /// The priority of the control thread where nobody says another.
  public static let defaultPriority: Int32 = 50

  /// The plan of `robot`. A `priority` goes before the robot file's; 0: the threads are not real-time.
  public init(_ robot: RobotDescription, priority: Int32? = nil) {
    let loop = robot.loop
    let ladder = loop.credits.map { credits in
      OverrunCredits(
        most: UInt64(credits.most),
        regain: UInt64(max(credits.regain.nanoseconds / robot.rate.period.nanoseconds, 1)))
    }
    switch loop.overrun {
    case .skip: (policy, aging) = (OverrunPolicy(ladder: ladder), .hold())
    case .catchUp(let cycles):
      (policy, aging) = (OverrunPolicy(catchUp: UInt64(cycles), ladder: ladder), .hold())
    case .hold(let cycles):
      (policy, aging) = (OverrunPolicy(ladder: ladder), .hold(UInt64(cycles)))
    case .extrapolate(let cycles):
      (policy, aging) = (OverrunPolicy(ladder: ladder), .extrapolate(UInt64(cycles)))
    }
    reservations = LoopPlan.reservations(robot)
    request = LoopPlan.request(loop, priority, reservations)
  }

  private static func request(
    _ loop: LoopDescription, _ priority: Int32?, _ reservations: [Reservation]
  ) -> SchedulingRequest {
    if priority == 0 { return SchedulingRequest(priority: nil) }
    switch loop.scheduler {
    case .other: return SchedulingRequest(priority: priority)
    case .deadline:
      return SchedulingRequest(
        reservations: reservations, priority: priority ?? defaultPriority)
    case .fifo(let given, let processor):
      return SchedulingRequest(
        priority: priority ?? given.map(Int32.init) ?? defaultPriority,
        processor: processor.choice)
    }
  }

  /// The time that each thread may use after it wakes, all of it in its window of the period. A bus's
  /// thread sleeps while its transfer is on the wire, so it gets a quarter of its window, and all buses
  /// together half: whatever their number, one processor can grant it.
  private static func reservations(_ robot: RobotDescription) -> [Reservation] {
    let schedule = CycleSchedule(robot)
    let spin = schedule.spin
    func reservation(_ runtime: TimeSpan, within window: TimeSpan) -> Reservation {
      Reservation(runtime: runtime + spin, deadline: window + spin, period: schedule.period)
    }
    if robot.loop.hasInlineBuses {
      let window = schedule.period - spin
      return [reservation(TimeSpan(nanoseconds: window.nanoseconds / 2), within: window)]
    }
    let control = schedule.period - schedule.controlPhase - spin
    let share = max(Int64(robot.busNames.count) * 2, 4)
    let bus = TimeSpan(nanoseconds: schedule.controlPhase.nanoseconds / share)
    return [reservation(control, within: control)]
      + robot.busNames.map { _ in reservation(bus, within: schedule.controlPhase) }
  }
}

extension LoopDescription.Processor {
  /// The same in the runtime's words.
  fileprivate var choice: ProcessorChoice {
    switch self {
    case .last: .last
    case .isolated: .isolated
    case .number(let number): .number(Int32(number))
    }
  }
}
