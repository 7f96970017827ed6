public import RobotConfiguration
internal import RobotRuntime
internal import RobotUnits

/// What a serial line must carry in a cycle, from the plan that its executor carries out; or of a line with
/// pads, what its board sends on its own in a frame.
public struct SerialBudget: Sendable, Hashable {
  /// The robot file's name for the bus.
  public var name: String
  /// Bits per second.
  public var speedHertz: Double
  /// How many servos it has.
  public var servos: Int
  /// Bytes on the wire in a cycle in which all servos are on and answer.
  public var bytes: Int
  /// What those take [us].
  public var wireMicroseconds: Double
  /// What adapter and servos take until they answer, together [us].
  public var delayMicroseconds: Double
  /// The longest that a cycle takes without repeats: some servos on, some off, one of them silent [us].
  public var totalMicroseconds: Double
  /// Time from the grid point until the control thread takes the answers [us].
  public var availableMicroseconds: Double
  /// What asking one servo again takes [us].
  public var repeatMicroseconds: Double
  /// What the board sends, of a line with pads: the bytes and times above are those of a frame, and available
  /// is the time from one to the next.
  public var stream: StreamBudget?
  /// What the threads wait with the processor awake [us].
  var besideMicroseconds: Double

  /// The share of the available time that is used; above 1 the rate cannot be carried.
  public var utilisation: Double { totalMicroseconds / availableMicroseconds }
  /// What every cycle has left for servos that are asked again [us].
  public var retryMicroseconds: Double { max(availableMicroseconds - totalMicroseconds, 0) }
  /// The highest control rate that the line carries, in whole hertz [Hz].
  public var highestRateHertz: Double {
    guard stream == nil else { return CycleSchedule.highestRate(busMicroseconds: 0) }
    return CycleSchedule.highestRate(busMicroseconds: totalMicroseconds + besideMicroseconds)
  }

  init(_ robot: RobotDescription, bus: Int, plan: SerialPlan) {
    let schedule = CycleSchedule(robot)
    let count = plan.entries.count
    name = robot.serialBuses[bus].name
    speedHertz = plan.line.speed.hertz
    servos = count
    bytes = plan.wireBytes()
    wireMicroseconds = Double(bytes * 10) / speedHertz * 1e6
    let waits = plan.readsTogether ? 1 : count
    delayMicroseconds =
      plan.line.latency.microseconds * Double(waits)
      + plan.line.returnDelay.microseconds * Double(count)
    totalMicroseconds = count > 0 ? plan.time.microseconds : 0
    availableMicroseconds = schedule.controlPhase.microseconds
    repeatMicroseconds = plan.aloneTime.microseconds
    besideMicroseconds = schedule.spin.microseconds
  }

  /// The budget of every serial line of `robot`.
  static func all(_ robot: RobotDescription, _ traffic: SerialTraffic) -> [SerialBudget] {
    traffic.plans.indices.map { line in
      SerialBudget(robot, pads: line)
        ?? SerialBudget(robot, bus: line, plan: traffic.plans[line])
    }
  }

  /// The budget of every serial line of `robot`.
  public static func all(_ robot: RobotDescription) throws(ConfigurationErrors) -> [SerialBudget] {
    all(robot, SerialTraffic(robot, try ServoSet(robot)))
  }

  /// The errors of lines that cannot carry the rate.
  static func rateErrors(
    _ robot: RobotDescription, _ budgets: [SerialBudget]
  ) -> [ConfigurationError] {
    let streams = budgets.compactMap { $0.stream?.rateError(robot, bus: $0.name) }
    return streams
      + budgets.filter { $0.stream == nil && $0.utilisation > 1 }.map { budget in
        var proposals = ["lower its latency if the adapter answers sooner"]
        let faster =
          FeetechServo.schema.servo?.speeds.filter { Double($0) > budget.speedHertz } ?? []
        if let speed = faster.min() { proposals.append("set the servos to \(speed) bit/s (baud)") }
        if budget.servos > 1 {
          proposals.append("put some of its servos on a second adapter, as a bus of their own")
        }
        return robot.rateError(
          bus: budget.name,
          problem: "needs \(Int(budget.totalMicroseconds.rounded())) us of the "
            + "\(Int(budget.availableMicroseconds.rounded())) us that a cycle leaves it",
          highestFeasible: Frequency(hertz: budget.highestRateHertz), proposals: proposals)
      }
  }
}
