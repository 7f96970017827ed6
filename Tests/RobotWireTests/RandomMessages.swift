import TestSupport
import RobotUnits
import RobotWire

/// Messages with random content in every field.
struct RandomMessages {
  var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func header() -> FrameHeader {
    FrameHeader(
      sequence: integer(), answers: integer(),
      sentAt: MonotonicInstant(nanoseconds: .random(in: 0...(1 << 62), using: &random)))
  }

  mutating func request() -> Request {
    switch Int.random(in: 0..<29, using: &random) {
    case 0: .hello(clientName: text(), protocolVersion: integer())
    case 1: .describe
    case 2: .subscribe(stateEvery: integer())
    case 3:
      .command(
        validFor: TimeSpan(nanoseconds: .random(in: 1...10_000_000_000, using: &random)),
        joints: list { $0.target() })
    case 4: .trajectoryBegin(knotCount: integer(), jointCount: integer())
    case 5: .trajectoryKnots(knots())
    case 6: .trajectoryStart
    case 7: .arm
    case 8: .disarm
    case 9: .stop
    case 10: .clear
    case 11: .jog(joint: integer(), displacement: finite(), speed: finite())
    case 12: .statistics
    case 13: .setLine(name: text(), isHigh: .random(using: &random))
    case 14: .lateCycles
    case 15: .push(joint: integer(), effort: finite())
    case 16: .jointKinds
    case 17: .sensors(first: integer())
    case 18: .sensorSamples(first: integer())
    case 19: .tactileFrames(first: integer())
    case 20: .tare(skin: integer())
    case 21: .devices(first: integer())
    case 23: .examine
    case 24: .recover
    case 25: .files
    case 26: .access
    case 27: .deathBefore
    case 22: .evidence(event: integer(), first: integer())
    default: .histogram(thread: integer(), stage: stage())
    }
  }

  mutating func reply() -> Reply {
    switch Int.random(in: 0..<16, using: &random) {
    case 0: .welcome(robotInfo())
    case 1:
      .result(
        RequestResult(
          RequestResult.Code.allCases.randomElement(using: &random) ?? .ok, english: text(),
          chinese: text()))
    case 2: .state(state())
    case 3: .statistics(statistics())
    case 4: .histogram(histogram())
    case 5: .lateCycles(lateReport())
    case 6: .jointKinds(list { JointKind.allCases.randomElement(using: &$0.random) ?? .revolute })
    case 7: .sensors(sensorCatalogue())
    case 8: .sensorSamples(sensorSamples())
    case 9: .tactileFrames(tactileFrames())
    case 10: .devices(deviceStates())
    case 11: .evidence(evidence())
    case 12:
      .files(
        list {
          FileInfo(
            role: FileInfo.Role.allCases.randomElement(using: &$0.random) ?? .robot,
            path: $0.text(), sha256: $0.text())
        })
    case 13: .access(access())
    case 14: .deathBefore(DeathReport(english: text(), chinese: text()))
    default:
      .event(
        FaultEvent(
          time: instant(), cycle: integer(), fault: fault(), english: text(), chinese: text()))
    }
  }

  private mutating func access() -> AccessReport {
    var counts = RefusalCounts()
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      counts.add(RefusalReason.allCases.randomElement(using: &random) ?? .late)
    }
    return AccessReport(
      role: Role.allCases.randomElement(using: &random) ?? .observe,
      control: AccessReport.Control.allCases.randomElement(using: &random) ?? .you,
      process: integer(), user: integer(), refusals: counts)
  }

  private mutating func evidence() -> EvidenceReport {
    let cycles = list {
      CycleEvidence(
        cycle: $0.integer(), time: $0.instant(),
        lifecycle: Lifecycle.allCases.randomElement(using: &$0.random) ?? .active,
        flags: StateFlags(rawValue: $0.integer()), joints: $0.list { $0.joint() })
    }
    let (total, first) = page(cycles.count)
    return EvidenceReport(
      event: FaultEvent(
        time: instant(), cycle: integer(), fault: fault(), english: text(), chinese: text()),
      kept: integer(), cycles: Page<CycleEvidence>(total: total, first: first, elements: cycles))
  }

  private mutating func target() -> JointTarget {
    JointTarget(
      position: finite(), velocity: finite(), kp: finite(), kd: finite(),
      feedforwardEffort: finite())
  }

  private mutating func knots() -> TrajectoryKnots {
    let jointCount = Int.random(in: 0...7, using: &random)
    return TrajectoryKnots(
      first: integer(),
      knots: list {
        var knot = Knot(time: $0.finite(), joints: [])
        for _ in 0..<jointCount {
          knot.joints.append(
            KnotJoint(position: $0.finite(), velocity: $0.finite(), acceleration: $0.finite()))
        }
        return knot
      })
  }

  private mutating func robotInfo() -> RobotInfo {
    RobotInfo(
      name: text(),
      rate: rate(),
      isSimulated: .random(using: &random), isRealtime: .random(using: &random),
      degradedReason: text(),
      joints: list {
        JointInfo(
          name: $0.text(), lower: $0.number(), upper: $0.number(), velocity: $0.number(),
          acceleration: $0.number(), effort: $0.number())
      },
      buses: list { BusInfo(name: $0.text(), planned: $0.span(), utilisation: $0.finite()) },
      supplies: list { $0.text() })
  }

  private mutating func rate() -> Frequency {
    let hertz = Double.random(in: 1...8000, using: &random)
    guard let rate = Frequency(hertz: hertz) else { preconditionFailure("\(hertz) Hz is a rate") }
    return rate
  }

  private mutating func state() -> StateSnapshot {
    StateSnapshot(
      cycle: integer(), time: instant(),
      lifecycle: Lifecycle.allCases.randomElement(using: &random) ?? .active,
      motion: MotionStatus(
        state: MotionStatus.State.allCases.randomElement(using: &random) ?? .none,
        progress: number()),
      fault: .random(using: &random) ? fault() : nil, flags: StateFlags(rawValue: integer()),
      supplies: list { SupplySnapshot(volts: $0.number(), amperes: $0.number()) },
      joints: list { $0.joint() })
  }

  private mutating func joint() -> JointSnapshot {
    JointSnapshot(
      referencePosition: number(), referenceVelocity: number(), measuredPosition: number(),
      measuredVelocity: number(), effortApplied: number(), effortDesired: number(),
      limiting: LimitingReasons(rawValue: integer()), age: integer())
  }

  private mutating func statistics() -> StatisticsSnapshot {
    StatisticsSnapshot(
      lateReplies: integer(), faults: integer(), lostRecords: integer(), window: span(),
      control: thread(), buses: list { $0.thread() },
      tracking: list { TrackingError(rms: $0.number(), maximum: $0.number()) })
  }

  private mutating func thread() -> ThreadStatistics {
    let stages = LoopStage.allCases.shuffled(using: &random).prefix(
      .random(in: 0...LoopStage.allCases.count, using: &random))
    return ThreadStatistics(
      cycles: integer(), late: integer(), overruns: integer(), skipped: integer(),
      transfers: integer(), failures: integer(), retries: integer(),
      stages: stages.map {
        StageStatistics($0, sinceStart: distribution(), lastMinute: distribution())
      })
  }

  private mutating func distribution() -> Distribution {
    Distribution(
      count: integer(), p50: span(), p99: span(), p999: span(), p9999: span(), max: span())
  }

  private mutating func histogram() -> HistogramSnapshot {
    HistogramSnapshot(
      thread: integer(), stage: stage(), sum: integer(), maximum: span(),
      buckets: list {
        HistogramBucket(lower: $0.span(), upper: $0.span(), count: $0.integer())
      })
  }

  private mutating func stage() -> LoopStage {
    LoopStage.allCases.randomElement(using: &random) ?? .wakeUp
  }

  private mutating func lateReport() -> LateReport {
    LateReport(
      counts: list { CauseCount(cause: $0.integer(), count: $0.integer()) }, unseen: integer(),
      cycles: list {
        LateEvent(
          cycle: $0.integer(), due: $0.instant(), thread: $0.text(), lateness: $0.span(),
          cause: $0.integer(), cost: $0.span(),
          origin: .random(using: &$0.random)
            ? .random(in: 0..<UInt64.max, using: &$0.random) : nil,
          english: $0.text(), chinese: $0.text())
      },
      before: list {
        CycleStages(cycle: $0.integer(), lateness: $0.span(), stages: $0.list { $0.span() })
      },
      usual: list { $0.span() })
  }

  private mutating func fault() -> FaultEvidence {
    FaultEvidence(
      code: .random(in: 1...65_535, using: &random),
      joint: .random(using: &random) ? .random(in: 0...65_534, using: &random) : nil,
      value: number(), limit: number())
  }

  mutating func list<Element>(_ make: (inout RandomMessages) -> Element) -> [Element] {
    var elements: [Element] = []
    for _ in 0..<Int.random(in: 0...9, using: &random) { elements.append(make(&self)) }
    return elements
  }

  mutating func text() -> String {
    let alphabet = Array("abc_ 09\"\\\n关节急停é🦾")
    return String(list { alphabet.randomElement(using: &$0.random) ?? "a" })
  }

  mutating func integer<Value: FixedWidthInteger>() -> Value {
    Value(truncatingIfNeeded: random.next())
  }

  mutating func span() -> TimeSpan { TimeSpan(nanoseconds: integer()) }

  mutating func instant() -> MonotonicInstant { MonotonicInstant(nanoseconds: integer()) }

  /// Any bit pattern that is a finite number: subnormals, both zeros and the greatest included.
  private mutating func finite() -> Double {
    let value = Double(bitPattern: random.next())
    return value.isFinite ? value : 0
  }

  /// Any bit pattern that equals itself; NaN has its goldens.
  mutating func number() -> Double {
    Int.random(in: 0..<8, using: &random) == 0 ? -.infinity : finite()
  }
}
