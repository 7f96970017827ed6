internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The memory between the control thread and one serial line: what `BusChannel` is for an I2C bus.
final class SerialChannel: Sendable {
  let plan: SerialPlan
  let requests: TripleBuffer<BusRequests>
  let replies: TripleBuffer<BusReplies>
  let statistics = BusStatistics()
  private let bus: Int
  private let retry: TimeSpan

  /// The channel of the bus number `bus` among all buses of the robot.
  init(_ plan: SerialPlan, bus: Int, retry: TimeSpan) {
    self.plan = plan
    self.bus = bus
    self.retry = retry
    requests = TripleBuffer { BusRequests(plan) }
    replies = TripleBuffer { BusReplies(plan) }
  }

  /// The executor of the line. Make it once; as `BusChannel.makeExecutor`.
  func makeExecutor(
    on port: any SerialPort, replies buffer: TripleBuffer<BusReplies>? = nil
  ) -> SerialExecutor {
    SerialExecutor(
      plan: plan, port: port, requests: requests.reader, replies: (buffer ?? replies).writer,
      statistics: statistics, bus: bus, retry: retry)
  }
}

/// The thread of one serial line, as a concrete type, for the reason that `ControlThread` gives.
struct SerialThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<SerialExecutor>

  init(_ executor: consuming CyclicExecutor<SerialExecutor>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}

extension SerialChannel {
  /// One for each line of `robot`, numbered behind its I2C buses.
  static func all(_ robot: RobotDescription, _ traffic: SerialTraffic) -> [SerialChannel] {
    zip(traffic.plans, SerialBudget.all(robot, traffic)).enumerated().map { line, parts in
      SerialChannel(
        parts.0, bus: robot.buses.count + line,
        retry: TimeSpan(nanoseconds: Int64(parts.1.retryMicroseconds * 1e3)))
    }
  }
}
