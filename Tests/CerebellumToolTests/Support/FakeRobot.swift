import RobotUnits
import RobotWire

/// A daemon's answers, without a robot: a motion takes ten states, arming two.
struct FakeRobot {
  var info: RobotInfo
  var lifecycle = Lifecycle.disarmed
  var positions: [Double]
  var fault: FaultEvidence?
  var isEmergencyStopPressed = false
  /// What was asked, in order.
  private(set) var requests: [Request] = []
  /// The answer to the next arm, where it is not ok.
  var armRefusal: RequestResult?
  /// Breaks the emergency stop: the outputs stay on.
  var keepsOutputsOn = false
  /// A fault at this state of a motion.
  var faultAtTick: Int?
  /// The daemon dies at this state of a motion.
  var diesAtTick: Int?
  private(set) var isDead = false
  private(set) var knots: [Knot] = []
  private var ticks = 0
  private var motion = MotionStatus.State.none
  private var cycle: UInt64 = 0
  private var faults: UInt64 = 0
  /// What is told to every client.
  private(set) var news: [FaultEvent] = []

  static let motionTicks = 10

  init(isSimulated: Bool = true) {
    let limits = [("pan", -1.5, 1.5), ("lift", -1.0, 1.0)]
    info = RobotInfo(
      name: "two", rate: Frequency(unchecked: 500), isSimulated: isSimulated, isRealtime: false,
      degradedReason: "no rtprio",
      joints: limits.map {
        JointInfo(name: $0, lower: $1, upper: $2, velocity: 3, acceleration: 20, effort: 2)
      },
      buses: [BusInfo(name: "left", planned: .microseconds(810), utilisation: 0.405)],
      supplies: ["battery"])
    positions = [0.25, -0.5]
  }

  mutating func answer(_ request: Request) -> Reply {
    requests.append(request)
    switch request {
    case .hello, .describe: return .welcome(info)
    case .statistics: return .statistics(statistics)
    case .arm:
      if let refusal = armRefusal { return .result(refusal) }
      if fault != nil {
        return .result(RequestResult(.faulted, english: "clear first", chinese: "先清除"))
      }
      lifecycle = .arming
      ticks = 0
    case .disarm: lifecycle = .disarmed
    case .stop: lifecycle = .holding
    case .clear:
      if isEmergencyStopPressed {
        return .result(RequestResult(.faulted, english: "still pressed", chinese: "仍按下"))
      }
      fault = nil
      lifecycle = .disarmed
    case .jog(let joint, let displacement, _): positions[Int(joint)] += displacement
    case .trajectoryBegin: knots = []
    case .trajectoryKnots(let part): knots += part.knots
    case .trajectoryStart:
      motion = .running
      ticks = 0
    case .setLine(_, let isHigh):
      isEmergencyStopPressed = isHigh
      if isHigh { latch(501) }
    case .subscribe, .command: break
    }
    return .result(RequestResult(.ok))
  }

  /// The next state.
  mutating func tick() -> StateSnapshot {
    cycle += 1
    ticks += 1
    if lifecycle == .arming, ticks >= 2 { lifecycle = .active }
    if motion == .running {
      if ticks == faultAtTick { latch(403) }
      if ticks == diesAtTick { isDead = true }
      if ticks >= Self.motionTicks || lifecycle != .active { motion = .finished }
    }
    return state
  }

  mutating func takeNews() -> [FaultEvent] {
    defer { news = [] }
    return news
  }

  private mutating func latch(_ code: UInt16) {
    let evidence = FaultEvidence(code: code, joint: 1, value: 0.5, limit: 0.25)
    fault = evidence
    lifecycle = .faulted
    faults += 1
    news.append(
      FaultEvent(
        time: MonotonicInstant(nanoseconds: 0), cycle: cycle, fault: evidence,
        english: "fault \(code) happened", chinese: "发生故障 \(code)"))
  }

  private var state: StateSnapshot {
    let duration = knots.last?.time ?? 0
    var flags: StateFlags = [.degraded]
    if isEmergencyStopPressed { flags.insert(.eStopPressed) }
    if lifecycle == .active || keepsOutputsOn { flags.insert(.outputsEnabled) }
    return StateSnapshot(
      cycle: cycle, time: MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000),
      lifecycle: lifecycle,
      motion: MotionStatus(
        state: motion,
        progress: duration * Double(min(ticks, Self.motionTicks)) / Double(Self.motionTicks)),
      fault: fault, flags: flags, supplies: [SupplySnapshot(volts: 12, amperes: 1.5)],
      joints: positions.map {
        JointSnapshot(
          referencePosition: $0, referenceVelocity: 0, measuredPosition: $0 + 0.001,
          measuredVelocity: 0, effortApplied: 1, effortDesired: 2, limiting: [.effort], age: 0)
      })
  }

  private var statistics: StatisticsSnapshot {
    let times = Percentiles(
      p50: .microseconds(12), p99: .microseconds(35), p999: .microseconds(60),
      max: .microseconds(90))
    return StatisticsSnapshot(
      cycles: 1000, overruns: 3, skipped: 1, lateReplies: 2, busErrors: 4, faults: faults,
      wakeUp: times, cycle: times,
      buses: [BusStatistics(transfers: 2000, duration: times)],
      tracking: positions.map { _ in TrackingError(rms: 0.004, maximum: 0.02) })
  }
}
