public import RobotConfiguration
public import RobotHAL
public import RobotRuntime
public import RobotUnits

/// What a bus must carry in its heaviest cycle, from the timeline that the bus executor itself makes:
/// what is predicted is what is executed.
public struct BusBudget: Sendable, Hashable {
  /// The robot file's name for the bus.
  public var name: String
  /// SCL frequency [Hz].
  public var speedHertz: Double
  /// Every message until the cycles repeat.
  public var timeline: BusTimeline
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
  /// Wire and overhead of an average cycle [us].
  public var averageMicroseconds: Double
  /// Time from the grid point until the control thread takes the replies [us]; less the other buses'
  /// time where one thread carries all.
  public var availableMicroseconds: Double
  /// Time of each cycle that is neither this bus's nor control's: what the threads wait with the
  /// processor awake, and the other buses where one thread carries all [us].
  public var besideMicroseconds: Double
  /// What every cycle has left for exchanges that are repeated [us]; where one thread carries all buses,
  /// each has an equal share of it.
  public var retryMicroseconds = 0.0
  /// What repeating the cheapest exchange of the worst cycle takes, and the dearest [us]; 0 on a bus that
  /// carries nothing.
  public var repeatMicroseconds: ClosedRange<Double>
  /// What repeating all exchanges of the worst cycle would take [us].
  public var repeatAllMicroseconds: Double
  /// The worst cycle by what takes its time.
  public var shares: [BusShare]
  /// Whether settings are read back as long as the robot runs; not where the worst cycle has no time for it.
  public let readsSettingsBack: Bool

  /// Wire and overhead [us].
  public var totalMicroseconds: Double { wireMicroseconds + overheadMicroseconds }
  /// Wire and overhead when as much is repeated as the cycle has time for [us].
  public var worstWithRetriesMicroseconds: Double {
    totalMicroseconds + min(retryMicroseconds, repeatAllMicroseconds)
  }
  /// How many of the dearest exchange can be repeated in one cycle.
  public var repeatCount: Int {
    let dearest = repeatMicroseconds.upperBound
    return dearest > 0 ? Int(retryMicroseconds / dearest) : 0
  }
  /// The share of the available time that is used; above 1 the rate cannot be carried.
  public var utilisation: Double { totalMicroseconds / availableMicroseconds }
  /// The highest control rate that the bus carries, in whole hertz [Hz].
  public var highestRateHertz: Double {
    CycleSchedule.highestRate(busMicroseconds: totalMicroseconds + besideMicroseconds)
  }

  private init(
    _ robot: RobotDescription, bus: Int, _ traffic: BusTraffic, on wire: BusWire
  ) {
    let plan = traffic.plans[bus]
    readsSettingsBack = !traffic.unwatched.contains(bus)
    let schedule = CycleSchedule(robot)
    let timeline = BusTimeline(plan, on: wire)
    let worst = timeline.worst
    name = robot.buses[bus].name
    speedHertz = wire.speed.hertz
    self.timeline = timeline
    transfers = worst.load.transfers
    messages = worst.load.messages
    bytes = worst.load.bytes
    clocks = worst.load.clocks
    wireMicroseconds = wire.microseconds(clocks: worst.load.clocks, transfers: 0)
    overheadMicroseconds = wire.microseconds(clocks: 0, transfers: worst.load.transfers)
    averageMicroseconds = timeline.averageMicroseconds
    availableMicroseconds = schedule.controlPhase.microseconds
    besideMicroseconds = schedule.spin.microseconds
    let repeats = Set(worst.messages.compactMap(\.entry)).map {
      timeline.microseconds(timeline.repeats[$0])
    }.sorted()
    repeatMicroseconds = (repeats.first ?? 0)...(repeats.last ?? 0)
    repeatAllMicroseconds = repeats.reduce(0, +)
    shares = BusShare.all(worst, timeline, robot)
  }

  /// What every cycle has left for exchanges that are repeated, on an adapter that takes `overhead`
  /// beyond the wire for each transfer.
  func retry(_ overhead: TimeSpan) -> RetryBudget {
    RetryBudget(
      time: TimeSpan(nanoseconds: Int64(retryMicroseconds * 1e3)),
      speed: Frequency(unchecked: speedHertz), overhead: overhead)
  }

  /// The budget of every bus of `robot`, on adapters with `capabilities` that take `overhead` beyond
  /// the wire for each transfer, and have the limits of the kernel's.
  public static func all(
    _ robot: RobotDescription, capabilities: [I2CCapabilities], overhead: [TimeSpan]
  ) throws(ConfigurationErrors) -> [BusBudget] {
    let wires = robot.buses.indices.map {
      BusWire(capabilities[$0], speed: robot.buses[$0].speed, overhead: overhead[$0])
    }
    return try all(robot, wires: wires)
  }

  /// The budget of every bus of `robot` on `wires`, at the robot file's speeds.
  public static func all(
    _ robot: RobotDescription, wires: [BusWire]
  ) throws(ConfigurationErrors) -> [BusBudget] {
    BusTraffic.fitting(robot, try DeviceSet(robot), on: wires).budgets
  }

  static func all(
    _ robot: RobotDescription, _ traffic: BusTraffic, wires: [BusWire]
  ) -> [BusBudget] {
    var budgets = robot.buses.indices.map { bus in
      var wire = wires[bus]
      wire.speed = robot.buses[bus].speed
      return BusBudget(robot, bus: bus, traffic, on: wire)
    }
    if robot.loop.hasInlineBuses { shareOneThread(&budgets) }
    let sharing = robot.loop.hasInlineBuses ? Double(budgets.count) : 1
    for index in budgets.indices {
      let left = budgets[index].availableMicroseconds - budgets[index].totalMicroseconds
      budgets[index].retryMicroseconds = max(left, 0) / sharing
    }
    return budgets
  }

  /// One after the other: each has what the others leave.
  private static func shareOneThread(_ budgets: inout [BusBudget]) {
    let sum = budgets.reduce(0) { $0 + $1.totalMicroseconds }
    for index in budgets.indices {
      let others = sum - budgets[index].totalMicroseconds
      // Above 0, so that a share of it is a number.
      let left = budgets[index].availableMicroseconds - others
      budgets[index].availableMicroseconds = max(left, 1)
      budgets[index].besideMicroseconds += others
    }
  }
}
