import RobotUnits
import RobotWire

/// A daemon's answers, without a robot: a motion takes ten states, arming two.
struct FakeRobot {
  var info: RobotInfo
  var lifecycle = Lifecycle.disarmed
  var kinds = [JointKind.revolute, .revolute]
  /// Of a release that knows nothing of kinds.
  var isOld = false
  var positions: [Double]
  /// What each joint bears.
  var efforts = [1.0, 1.0]
  var fault: FaultEvidence?
  /// What makes the robot degraded as soon as it is armed.
  var degradation: FaultEvidence?
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
  /// The control thread runs the transfers.
  private let hasInlineBuses: Bool
  /// What the sensors are, and what they measure; each is told in a frame of its own.
  var sensors = FakeSensors()
  /// How well the devices answer; each is told in a frame of its own.
  var devices: [DeviceState] = []
  /// Faults with their cycles, the newest first; each frame has two cycles at most.
  var evidence: [(event: FaultEvent, cycles: [CycleEvidence])] = []
  /// What it read at its start.
  var files: [FileInfo] = []
  /// How far a joint that is not kept still moves from state to state [rad or m].
  var drift = 0.0
  /// What is told of late cycles.
  var late = LateReport()
  /// What is told of roles, control and refusals.
  var access = AccessReport(
    role: .operate, control: .nobody, process: 0, user: 0, refusals: RefusalCounts())
  /// What is told of the daemon before.
  var deathBefore = DeathReport()
  private(set) var knots: [Knot] = []
  private var ticks = 0
  private var motion = MotionStatus.State.none
  private var cycle: UInt64 = 0
  private var targets: [JointTarget] = []
  private var push = (joint: 0, effort: 0.0)
  private var faults: UInt64 = 0
  /// What is told to every client.
  private(set) var news: [FaultEvent] = []

  static let motionTicks = 10

  init(isSimulated: Bool = true, hasInlineBuses: Bool = false) {
    self.hasInlineBuses = hasInlineBuses
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

  /// `nil` where this release does not know the request.
  mutating func answer(_ request: Request) -> Reply? {
    requests.append(request)
    switch request {
    case .hello, .describe: return .welcome(info)
    case .statistics: return .statistics(statistics)
    case .histogram(let thread, let stage): return .histogram(Self.histogram(thread, stage))
    case .lateCycles: return .lateCycles(late)
    case .sensors(let first): return sensors.catalogue(first)
    case .sensorSamples(let first): return sensors.samples(first)
    case .tactileFrames(let first): return sensors.frames(first)
    case .tare(let skin): return sensors.tare(Int(skin))
    case .devices(let first):
      return .devices(
        Page<DeviceState>(
          total: UInt16(devices.count), first: first,
          elements: Array(devices.dropFirst(Int(first)).prefix(1))))
    case .evidence(let event, let first):
      guard Int(event) < evidence.count else {
        return .result(RequestResult(.invalid, english: "no fault yet", chinese: "没有故障"))
      }
      let all = evidence[Int(event)]
      return .evidence(
        EvidenceReport(
          event: all.event, kept: UInt8(evidence.count),
          cycles: Page<CycleEvidence>(
            total: UInt16(all.cycles.count), first: first,
            elements: Array(all.cycles.dropFirst(Int(first)).prefix(2)))))
    case .jointKinds: return isOld ? nil : .jointKinds(kinds)
    case .files: return .files(files)
    case .access: return .access(access)
    case .deathBefore: return .deathBefore(deathBefore)
    case .examine, .recover: break
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
    case .command(_, let joints): targets = joints
    case .push(let joint, let effort): push = (Int(joint), effort)
    case .subscribe: break
    }
    return .result(RequestResult(.ok))
  }

  /// The next state.
  mutating func tick() -> StateSnapshot {
    cycle += 1
    ticks += 1
    if lifecycle == .arming, ticks >= 2 { lifecycle = degradation == nil ? .active : .degraded }
    if targets.indices.contains(push.joint), targets[push.joint].kp == 0 {
      positions[push.joint] += 0.1 * push.effort
    }
    if motion == .running {
      if ticks == faultAtTick { latch(403) }
      if ticks == diesAtTick { isDead = true }
      if ticks >= Self.motionTicks || !lifecycle.followsCommands { motion = .finished }
    }
    return state
  }

  mutating func takeNews() -> [FaultEvent] {
    defer { news = [] }
    return news
  }

  mutating func latch(_ code: UInt16) {
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
    if lifecycle.followsCommands || keepsOutputsOn { flags.insert(.outputsEnabled) }
    return StateSnapshot(
      cycle: cycle, time: MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000),
      lifecycle: lifecycle,
      motion: MotionStatus(
        state: motion,
        progress: duration * Double(min(ticks, Self.motionTicks)) / Double(Self.motionTicks)),
      fault: fault ?? (lifecycle == .degraded ? degradation : nil), flags: flags,
      supplies: [SupplySnapshot(volts: 12, amperes: 1.5)],
      joints: positions.enumerated().map { joint, position in
        JointSnapshot(
          referencePosition: position, referenceVelocity: 0,
          measuredPosition: position + deflection(of: joint) + 0.001 + drift * Double(cycle),
          measuredVelocity: 0, effortApplied: efforts[joint], effortDesired: 2, limiting: [.effort],
          age: 0)
      })
  }

  /// A spring of 1.1 times the commanded stiffness gives way; without one the joint follows the hand.
  private func deflection(of joint: Int) -> Double {
    guard joint == push.joint, targets.indices.contains(joint), targets[joint].kp > 0 else {
      return 0
    }
    return push.effort / (1.1 * targets[joint].kp)
  }

  private var statistics: StatisticsSnapshot {
    StatisticsSnapshot(
      lateReplies: 2, faults: faults, lostRecords: 0, window: .milliseconds(60_500),
      control: ThreadStatistics(
        cycles: 1000, late: 5, overruns: 3, skipped: 1, transfers: 0, failures: 0,
        retries: 0,
        stages: [stage(.execution), stage(.wakeUp), stage(.control)]
          + (hasInlineBuses ? [stage(.transfer)] : [])),
      buses: [
        ThreadStatistics(
          cycles: hasInlineBuses ? 0 : 1000, late: 0, overruns: 0, skipped: 0, transfers: 2000,
          failures: 4, retries: 3,
          stages: hasInlineBuses ? [] : [stage(.wakeUp), stage(.transfer)])
      ],
      tracking: positions.map { _ in TrackingError(rms: 0.004, maximum: 0.02) })
  }

  private func stage(_ stage: LoopStage) -> StageStatistics {
    func times(_ count: UInt64, _ values: [Int64]) -> Distribution {
      Distribution(
        count: count, p50: .microseconds(values[0]), p99: .microseconds(values[1]),
        p999: .microseconds(values[2]), p9999: .microseconds(values[3]),
        max: .microseconds(values[4]))
    }
    return StageStatistics(
      stage, sinceStart: times(1000, [12, 35, 60, 80, 90]),
      lastMinute: times(300, [11, 34, 59, 79, 81]))
  }

  /// 900 durations of 12.0...12.3 µs, 99 of 33.8...34.8 µs and one of 90 µs, whatever is asked.
  private static func histogram(_ thread: UInt16, _ stage: LoopStage) -> HistogramSnapshot {
    let buckets: [(Int64, Int64, UInt64)] = [
      (12_032, 12_287, 900), (33_792, 34_815, 99), (88_064, 90_111, 1),
    ]
    return HistogramSnapshot(
      thread: thread, stage: stage, sum: 14_289_000, maximum: .microseconds(90),
      buckets: buckets.map {
        HistogramBucket(
          lower: TimeSpan(nanoseconds: $0), upper: TimeSpan(nanoseconds: $1), count: $2)
      })
  }
}
