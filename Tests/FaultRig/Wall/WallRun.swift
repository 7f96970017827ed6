import Glibc
public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
public import RobotScenarios
import RobotUnits
import SimulatedHAL

/// The same robot on threads and the wall clock: real waiting, simulated hardware. Nobody looks at every cycle here;
/// what counts is where it ends, and when.
public struct WallRun: ~Copyable {
  private let scenario: FaultScenario
  private let model: RobotModel
  private let world: SimulatedWorld
  private let system: RobotSystem
  private let phase: TimeSpan
  private var snapshots: TripleBufferReader<RobotSnapshot>
  private var client: RigClient
  private var brain: RigBrain?
  private var report = FaultReport()

  /// Plays `scenario` on `model`, which does `motion`; `nil` for one that the wall clock cannot play.
  public static func outcome(
    of scenario: FaultScenario, on model: RobotModel, doing motion: ScenarioMotion
  ) throws -> WallOutcome? {
    // A thread that is to miss cycles would have to be held from outside.
    let misses = scenario.faults.contains { if case .overrun = $0.kind { true } else { false } }
    if misses || scenario.isOfDaemon { return nil }
    let world = SimulatedWorld(model, clock: SimulationClock(.wall))
    if scenario.beginning == .setUp {
      let early = FaultSchedule(scenario, on: model.robot, from: world.clock.now)
      world.inject(early)
      world.disturb(early, at: world.clock.now)
    }
    let system: RobotSystem
    do throws(SetUpError) {
      system = try RobotSystem(model, on: world.hardware)
    } catch {
      var report = FaultReport()
      report.refusal = "\(error)"
      return WallOutcome(report: report, lostCycles: 0, lateness: 0)
    }
    let running = try start(system, world)
    var run = WallRun(model, scenario, world, system)
    try run.play(motion)
    _ = running.stopAndWait(until: world.clock.now + .milliseconds(10_000))
    return run.outcome()
  }

  /// With real-time priority where that is allowed.
  private static func start(
    _ system: RobotSystem, _ world: SimulatedWorld
  ) throws(SystemError) -> RunningRobot {
    let begin = world.clock.now + .milliseconds(10)
    do throws(SystemError) {
      return try system.start(Scheduling(priority: 40, processor: nil), at: begin)
    } catch {
      return try system.start(
        Scheduling(priority: nil, processor: nil), at: world.clock.now + .milliseconds(10))
    }
  }

  private init(
    _ model: RobotModel, _ scenario: FaultScenario, _ world: SimulatedWorld, _ system: RobotSystem
  ) {
    self.model = model
    self.scenario = scenario
    self.world = world
    self.system = system
    phase = system.schedule.controlPhase
    snapshots = system.ports.snapshotReader()
    client = RigClient(system)
  }

  private mutating func play(_ motion: ScenarioMotion) throws(ConfigurationErrors) {
    // As long as on the virtual clock: what hangs falls meanwhile.
    wait(seconds: 2) { $0.cycle.index >= 20 }
    waitForSensors()
    if scenario.beginning == .arming {
      client.send(.arm, &report)
    } else {
      guard arm() else { return }
      if scenario.stream == nil {
        let knots = try motion.upload(to: system.ports.motion, from: references)
        guard ask(.startMotion, knotCount: knots) else {
          report.problems.append("the motion does not start: \(String(describing: client.refusal))")
          return
        }
      }
    }
    watch(motion, from: present)
  }

  /// Numbers that are watched come less often than positions: until all have come, for two seconds at most.
  private mutating func waitForSensors() {
    guard !model.robot.watches.isEmpty else { return }
    let end = world.clock.now + .milliseconds(2000)
    while world.clock.now < end, !ask(.examine), client.refusal == .sensorNotFresh {}
  }

  /// As a person does: again where a reply was late just then.
  private mutating func arm() -> Bool {
    let end = world.clock.now + .milliseconds(2000)
    var asks = ask(.arm)
    while !asks, client.refusal == .encoderNotFresh, scenario.beginning != .setUp,
      world.clock.now < end
    {
      asks = ask(.arm)
    }
    if !asks, scenario.beginning == .setUp {
      report.refusal = "arming: \(client.refusal ?? .none)"
      report.state = snapshots.slot.pointee.lifecycle
      return false
    }
    let isActive = asks && wait(seconds: 2) { $0.lifecycle == .active }
    if !isActive {
      let fault = report.faults.first.map { "\($0.code)" } ?? "\(client.refusal ?? .none)"
      report.problems.append("the robot does not arm: \(fault)")
    }
    return isActive
  }

  private mutating func watch(_ motion: ScenarioMotion, from start: MonotonicInstant) {
    let schedule = FaultSchedule(scenario, on: model.robot, from: start)
    if scenario.beginning != .setUp { world.inject(schedule) }
    client.people = RigPeople(schedule.windows)
    if let validity = scenario.stream, let swing = motion.swing(from: references) {
      brain = RigBrain(
        model, swing, validity: TimeSpan(nanoseconds: Int64(validity * 1e9 + 0.5)), from: start,
        system.ports.streamWriter())
    }
    let earliest = scenario.faults.map(\.start).min() ?? 0
    let first = start + TimeSpan(nanoseconds: Int64((earliest * 1e9).rounded()))
    let end = start + TimeSpan(nanoseconds: Int64(scenario.duration * 1e9))
    while world.clock.now < end {
      let now = world.clock.now
      world.disturb(schedule, at: now)
      _ = brain?.send(at: now, schedule.windows)
      if let due = client.people.due(at: now) {
        client.people.ask(due.window, sequence: client.send(due.kind, &report))
      }
      if look() { report.note(snapshots.slot.pointee, at: (present - first).seconds) }
      usleep(500)
    }
    // The records know their cycles; the snapshots of some may have been missed.
    if let fault = report.faults.first {
      report.latched = (fault.cycle.time + phase - first).seconds
    }
    if let stop = report.stops.first { report.stopped = (stop.cycle.time + phase - first).seconds }
    if let slower = report.degradations.first {
      report.degraded = (slower.cycle.time + phase - first).seconds
    }
    report.state = snapshots.slot.pointee.lifecycle
  }

  private consuming func outcome() -> WallOutcome {
    report.lateReplies = snapshots.slot.pointee.lateReplies
    let statistics = [system.controlStatistics] + system.busLoopStatistics
    return WallOutcome(
      report: report, lostCycles: statistics.reduce(0) { $0 + $1.skipped },
      lateness: Double(statistics.map { $0.wakeUp.maximum }.max() ?? 0) * 1e-9)
  }

  /// The end of the last cycle that was seen, as the virtual clock has it.
  private var present: MonotonicInstant { snapshots.slot.pointee.cycle.time + phase }

  /// Takes what the loop said; whether there was another cycle.
  private mutating func look() -> Bool {
    let problems = client.hear(&report)
    report.problems += problems
    return snapshots.update()
  }

  @discardableResult
  private mutating func wait(
    seconds: Double, for isIt: (borrowing RobotSnapshot) -> Bool
  ) -> Bool {
    let end = world.clock.now + TimeSpan(nanoseconds: Int64(seconds * 1e9))
    while world.clock.now < end {
      if look(), isIt(snapshots.slot.pointee) { return true }
      usleep(500)
    }
    return false
  }

  private mutating func ask(_ kind: Request.Kind, knotCount: Int = 0) -> Bool {
    client.send(kind, knotCount: knotCount, &report)
    let end = world.clock.now + .milliseconds(2000)
    while client.refusal == nil, world.clock.now < end {
      _ = look()
      usleep(500)
    }
    return client.refusal == Refusal.none
  }

  private var references: [Double] {
    model.joints.indices.map { snapshots.slot.pointee.joints[$0].referencePosition }
  }
}

/// What came of a scenario on the wall clock.
public struct WallOutcome: Sendable {
  /// What came of it.
  public var report: FaultReport
  /// Grid points at which a thread of the robot did not run.
  public var lostCycles: UInt64
  /// How late a thread of the robot woke up at the worst [s].
  public var lateness: Double

  /// An outcome.
  public init(report: FaultReport, lostCycles: UInt64, lateness: Double) {
    self.report = report
    self.lostCycles = lostCycles
    self.lateness = lateness
  }
}
