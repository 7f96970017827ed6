public import RobotConfiguration
internal import RobotCore
public import RobotHAL
internal import RobotRuntime
public import RobotUnits
internal import Synchronization

/// What a bus must carry in its heaviest cycle, counted by running the bus executor itself against an
/// adapter that only counts: what is predicted is what is executed.
public struct BusBudget: Sendable, Hashable {
  /// The robot file's name for the bus.
  public var name: String
  /// SCL frequency [Hz].
  public var speedHertz: Double
  /// Transfers: on Linux, system calls.
  public var transfers: Int
  /// Messages.
  public var messages: Int
  /// Bytes on the wire, address bytes included.
  public var bytes: Int
  /// SCL clocks: nine per byte, one per START, repeated START and STOP.
  public var clocks: Int
  /// Time on the wire [us].
  public var wireMicroseconds: Double
  /// Time of the adapter beyond the wire, all transfers together [us].
  public var overheadMicroseconds: Double
  /// Time from the grid point until the control thread takes the replies [us].
  public var availableMicroseconds: Double

  /// Wire and overhead [us].
  public var totalMicroseconds: Double { wireMicroseconds + overheadMicroseconds }
  /// The share of the available time that is used; above 1 the rate cannot be carried.
  public var utilisation: Double { totalMicroseconds / availableMicroseconds }
  /// The highest control rate that the bus carries, in whole hertz [Hz].
  public var highestRateHertz: Double {
    CycleSchedule.highestRate(busMicroseconds: totalMicroseconds)
  }

  /// The budget of every bus of `robot`, on adapters with `capabilities` that take `overhead` beyond
  /// the wire for each transfer.
  public static func all(
    _ robot: RobotDescription, capabilities: [I2CCapabilities], overhead: [TimeSpan]
  ) -> [BusBudget] {
    let traffic = BusTraffic(robot)
    let schedule = CycleSchedule(period: robot.rate.period)
    return robot.buses.indices.map { bus in
      let hertz = robot.buses[bus].speed.hertz
      let counter = CountingAdapter(capabilities[bus])
      let worst = counter.worstCycle(of: traffic.plans[bus]) {
        Double($0.clocks) / hertz + overhead[bus].seconds * Double($0.transfers)
      }
      return BusBudget(
        name: robot.buses[bus].name, speedHertz: hertz, transfers: worst.transfers,
        messages: worst.messages, bytes: worst.bytes, clocks: worst.clocks,
        wireMicroseconds: Double(worst.clocks) / hertz * 1e6,
        overheadMicroseconds: overhead[bus].microseconds * Double(worst.transfers),
        availableMicroseconds: schedule.controlPhase.microseconds)
    }
  }
}

/// How a period is divided: buses from the grid point on, control at the latest moment that leaves it
/// time to finish before the next grid point, when its outputs leave.
public struct CycleSchedule: Sendable, Hashable {
  /// The control period.
  public let period: TimeSpan
  /// When the control thread wakes, after the grid point.
  public let controlPhase: TimeSpan

  /// The share of a period, and the least time, that control is given.
  private static let controlShare = 0.15
  private static let leastControl = 200e-6

  /// The schedule of `period`.
  public init(period: TimeSpan) {
    self.period = period
    let control = max(period.seconds * CycleSchedule.controlShare, CycleSchedule.leastControl)
    let phase = max(period.seconds - control, period.seconds * 0.5)
    controlPhase = TimeSpan(nanoseconds: Int64(phase * 1e9))
  }

  /// The highest rate at which `busMicroseconds` fit before control [Hz]; down to a whole number, so
  /// that whoever writes it into the robot file is not refused for a rounded digit.
  static func highestRate(busMicroseconds: Double) -> Double {
    let bus = busMicroseconds * 1e-6
    let period = max(bus / (1 - controlShare), min(bus + leastControl, bus * 2))
    return (1 / period).rounded(.down)
  }
}

/// An adapter on which every transfer succeeds and nothing is sent: it counts.
final class CountingAdapter: I2CAdapter {
  struct Count: Hashable, Sendable {
    var transfers = 0
    var messages = 0
    var bytes = 0
    var clocks = 0
  }

  let capabilities: I2CCapabilities
  let maximumMessages = 42
  private let count = Mutex(Count())

  init(_ capabilities: I2CCapabilities) { self.capabilities = capabilities }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    count.withLock { count in
      count.transfers += 1
      count.clocks += 1
      for message in messages {
        count.messages += 1
        count.bytes += Int(message.length) + 1
        count.clocks += 1 + 9 * (Int(message.length) + 1)
        if message.flags.contains(.stop) { count.clocks += 1 }
      }
    }
  }

  func pause(_ span: TimeSpan) {}

  /// The longest in `seconds` of the plan's cycles, after the first has brought the mux into its steady
  /// state.
  func worstCycle(of plan: BusPlan, _ seconds: (Count) -> Double) -> Count {
    guard let length = CountingAdapter.commonPeriod(of: plan) else {
      // Too many cycles until they repeat: as if all devices met in one, which no cycle exceeds.
      let together = plan.entries.map { entry in
        var entry = entry
        entry.every = 1
        entry.phase = 0
        return entry
      }
      return worstCycle(of: BusPlan(together, muxes: plan.muxes), seconds)
    }
    let requests = TripleBuffer { BusRequests(plan) }
    let replies = TripleBuffer { BusReplies(plan) }
    var executor = BusExecutor(
      plan: plan, adapter: self, requests: requests.reader, replies: replies.writer,
      statistics: BusStatistics())
    executor.run(cycle: 0)
    var worst = Count()
    for cycle in 1...UInt64(length) {
      count.withLock { $0 = Count() }
      executor.run(cycle: cycle)
      let now = count.withLock { $0 }
      if seconds(now) > seconds(worst) { worst = now }
    }
    return worst
  }

  /// After how many cycles the traffic repeats; `nil` beyond 10 000.
  private static func commonPeriod(of plan: BusPlan) -> Int? {
    var period = 1
    for entry in plan.entries {
      var (divisor, rest) = (period, entry.every)
      while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
      period = period / divisor * entry.every
      if period > 10_000 { return nil }
    }
    return period
  }
}
