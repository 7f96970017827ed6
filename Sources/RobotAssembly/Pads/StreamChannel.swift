internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime

/// The memory between the control thread and one line on which a board sends on its own: what `SerialChannel`
/// is for one with servos.
final class StreamChannel: Sendable {
  let plan: StreamPlan
  let requests: TripleBuffer<BusRequests>
  let replies: TripleBuffer<BusReplies>
  let statistics = BusStatistics()
  private let bus: Int

  /// The channel of the bus number `bus` among all buses of the robot.
  init(_ plan: StreamPlan, bus: Int) {
    self.plan = plan
    self.bus = bus
    requests = TripleBuffer { BusRequests(plan) }
    replies = TripleBuffer { BusReplies(plan) }
  }

  /// The executor of the line. Make it once; as `BusChannel.makeExecutor`.
  func makeExecutor(
    on port: any SerialPort, replies buffer: TripleBuffer<BusReplies>? = nil
  ) -> StreamExecutor {
    StreamExecutor(
      plan: plan, port: port, replies: (buffer ?? replies).writer, statistics: statistics, bus: bus)
  }
}

/// The thread of one such line, as a concrete type, for the reason that `ControlThread` gives.
struct StreamThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<StreamExecutor>

  init(_ executor: consuming CyclicExecutor<StreamExecutor>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}

/// The memory between the control thread and one serial line.
enum LineChannel: Sendable {
  /// A line with servos, or with nothing.
  case servos(SerialChannel)
  /// A line with a board that sends on its own.
  case stream(StreamChannel)

  var requests: TripleBuffer<BusRequests> {
    switch self {
    case .servos(let channel): channel.requests
    case .stream(let channel): channel.requests
    }
  }

  var replies: TripleBuffer<BusReplies> {
    switch self {
    case .servos(let channel): channel.replies
    case .stream(let channel): channel.replies
    }
  }

  var statistics: BusStatistics {
    switch self {
    case .servos(let channel): channel.statistics
    case .stream(let channel): channel.statistics
    }
  }

  /// Nothing read yet.
  func emptyReplies() -> BusReplies {
    switch self {
    case .servos(let channel): BusReplies(channel.plan)
    case .stream(let channel): BusReplies(channel.plan)
    }
  }

  /// One for each line of `robot`, numbered behind its I2C buses. `streams` has the plans of the lines on which
  /// boards send on their own.
  static func all(
    _ robot: RobotDescription, _ traffic: SerialTraffic, _ streams: [StreamPlan?]
  ) -> [LineChannel] {
    zip(SerialChannel.all(robot, traffic), streams).enumerated().map { line, parts in
      guard let plan = parts.1 else { return .servos(parts.0) }
      return .stream(StreamChannel(plan, bus: robot.buses.count + line))
    }
  }
}
