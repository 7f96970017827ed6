public import RobotConfiguration
public import RobotHAL
internal import RobotRuntime
public import RobotUnits

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
  /// Time from the grid point until the control thread takes the replies [us]; less the other buses'
  /// time where one thread carries all.
  public var availableMicroseconds: Double
  /// Time of each cycle that is neither this bus's nor control's: what the threads wait with the
  /// processor awake, and the other buses where one thread carries all [us].
  public var besideMicroseconds: Double
  /// What every cycle has left for exchanges that are repeated [us]; where one thread carries all buses,
  /// each has an equal share of it.
  public var retryMicroseconds = 0.0

  /// Wire and overhead [us].
  public var totalMicroseconds: Double { wireMicroseconds + overheadMicroseconds }
  /// The share of the available time that is used; above 1 the rate cannot be carried.
  public var utilisation: Double { totalMicroseconds / availableMicroseconds }
  /// The highest control rate that the bus carries, in whole hertz [Hz].
  public var highestRateHertz: Double {
    CycleSchedule.highestRate(busMicroseconds: totalMicroseconds + besideMicroseconds)
  }

  /// What every cycle has left for exchanges that are repeated, on an adapter that takes `overhead`
  /// beyond the wire for each transfer.
  func retry(_ overhead: TimeSpan) -> RetryBudget {
    RetryBudget(
      time: TimeSpan(nanoseconds: Int64(retryMicroseconds * 1e3)),
      speed: Frequency(unchecked: speedHertz), overhead: overhead)
  }

  /// The budget of every bus of `robot`, on adapters with `capabilities` that take `overhead` beyond
  /// the wire for each transfer.
  public static func all(
    _ robot: RobotDescription, capabilities: [I2CCapabilities], overhead: [TimeSpan]
  ) throws(ConfigurationErrors) -> [BusBudget] {
    all(
      robot, BusTraffic(robot, try DeviceSet(robot)), capabilities: capabilities,
      overhead: overhead)
  }

  static func all(
    _ robot: RobotDescription, _ traffic: BusTraffic, capabilities: [I2CCapabilities],
    overhead: [TimeSpan]
  ) -> [BusBudget] {
    let schedule = CycleSchedule(robot)
    var budgets = robot.buses.indices.map { bus in
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
        availableMicroseconds: schedule.controlPhase.microseconds,
        besideMicroseconds: schedule.spin.microseconds)
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
