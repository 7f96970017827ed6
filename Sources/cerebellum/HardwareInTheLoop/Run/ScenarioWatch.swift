import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits
import RobotWire

/// What a client sees of a robot during a scenario, as a report.
struct ScenarioWatch {
  private(set) var report = FaultReport()
  /// Where the robot stood last.
  private(set) var last: StateSnapshot?
  private let model: RobotModel
  private let start: MonotonicInstant
  /// When the first fault started.
  private var first: MonotonicInstant
  private var rest: RestWatch
  private var tracking: TrackingTally
  private var wereOn = false
  private var outside: ScenarioState?
  /// By how much times are late here [s].
  private let tolerance: Double

  /// A watch of `scenario` on `model`, which begins at `start`. Where a robot holds, joints may come to rest `tolerance`
  /// [s] later than their references.
  init(
    model: RobotModel, from start: MonotonicInstant, of scenario: FaultScenario,
    tolerance: Double = 0
  ) {
    self.tolerance = tolerance
    self.model = model
    self.start = start
    let earliest = scenario.faults.map(\.start).min() ?? 0
    first = start + TimeSpan(nanoseconds: Int64((earliest * 1e9).rounded()))
    report.strikes = scenario.faults.map { _ in 0 }
    rest = RestWatch(model)
    tracking = TrackingTally(model)
    report.trace = FaultTrace(jointCount: model.joints.count)
  }

  /// The first fault starts now, since a person had to be waited for.
  mutating func startFirstFault(at now: MonotonicInstant) { first = now }

  /// What the daemon told of.
  mutating func hear(_ event: FaultEvent) {
    let evidence = event.fault
    let cycle = Cycle(
      index: event.cycle, time: event.time, period: 1 / model.robot.rate.hertz)
    let joint = evidence.joint.map { Int($0) } ?? -1
    if let code = FaultCode(rawValue: evidence.code) {
      report.faults.append(
        FaultRecord(
          code: code, joint: joint, value: evidence.value, limit: evidence.limit, cycle: cycle))
    } else if let code = StopCode(rawValue: evidence.code) {
      let record = StopRecord(
        code: code, joint: joint, value: evidence.value, limit: evidence.limit, cycle: cycle)
      if FaultCatalogue.shipped[evidence.code]?.reaction == .reducedSpeed {
        report.degradations.append(record)
      } else {
        report.stops.append(record)
      }
    }
  }

  /// A state; those from before the beginning are left out.
  mutating func see(_ state: StateSnapshot) {
    last = state
    report.state = LifecycleState(state.lifecycle)
    guard state.time >= start else { return }
    report.cycles += 1
    let references = state.joints.map(\.referencePosition)
    let measured = state.joints.map(\.measuredPosition)
    report.trace?.add(
      references: references, measured: measured, at: (state.time - start).seconds)
    if state.lifecycle.followsCommands {
      report.tracking = tracking.add(references: references, measured: measured)
    }
    let isOn = state.flags.contains(.outputsEnabled)
    defer { wereOn = wereOn || isOn }
    guard state.time >= first else { return }
    // What was off before is not switched off.
    report.note(
      report.state, isOn || !wereOn,
      isAtRest: state.joints.allSatisfy { $0.referenceVelocity == 0 },
      at: (state.time - first).seconds)
    let time = (state.time - first).seconds
    isSettled = report.outputsOff != nil || report.rested.map { time >= $0 + tolerance } ?? false
    if isSettled, outside == nil { report.moved = rest.look(at: measured) }
  }

  /// Whether nothing may move any more.
  private var isSettled = false

  /// What is seen from outside: it counts in the place of what the daemon says of itself.
  mutating func learn(_ state: ScenarioState) {
    outside = state
    if isSettled, state.outputsOff == nil {
      report.moved = rest.look(at: state.positions)
    }
  }

  /// The report, with all that was seen.
  func finished() -> FaultReport {
    guard let outside else { return report }
    var report = report
    report.strikes = zip(report.strikes, outside.strikes).map { max($0, $1) }
    report.outputsOff = outside.outputsOff
    if outside.outputsOff != nil { report.moved = outside.moved }
    return report
  }

  /// The fault at `number` of the scenario struck.
  mutating func strike(_ number: Int) { report.strikes[number] += 1 }

  /// Something went wrong that must not.
  mutating func complain(_ problem: String) { report.problems.append(problem) }

  /// The robot refused to be set up, or to arm.
  mutating func refuse(_ reason: String) { report.refusal = reason }
}

extension LifecycleState {
  /// The same state as the wire has it.
  init(_ lifecycle: RobotWire.Lifecycle) {
    self =
      switch lifecycle {
      case .unconfigured: .unconfigured
      case .disarmed: .disarmed
      case .arming: .arming
      case .active: .active
      case .holding: .holding
      case .stopping: .stopping
      case .faulted: .faulted
      case .degraded: .degraded
      }
  }
}
