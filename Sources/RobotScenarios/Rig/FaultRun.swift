public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL

/// A robot on simulated hardware that is set up, arms, moves, and has things go wrong; every cycle is watched.
public struct FaultRun: ~Copyable {
  private let scenario: FaultScenario
  private let model: RobotModel
  private let world: SimulatedWorld
  private let system: RobotSystem
  private var stepper: RobotStepper
  private var snapshots: TripleBufferReader<RobotSnapshot>
  private var client: RigClient
  private var limits: LimitWatch
  private var report: FaultReport
  /// How often what is not on a wire struck, by its place in the scenario.
  private var strikes: [Int]

  /// Plays `scenario` on `model`, which does `motion`, and says what came of it. `keepsTrace`: also where the joints
  /// were in each cycle.
  public static func report(
    of scenario: FaultScenario, on model: RobotModel, doing motion: ScenarioMotion,
    keepsTrace: Bool = false
  ) throws(ConfigurationErrors) -> FaultReport {
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual))
    var report = FaultReport()
    if keepsTrace { report.trace = FaultTrace(jointCount: model.joints.count) }
    let early = FaultSchedule(scenario, on: model.robot, from: world.clock.now)
    let isEarly = scenario.beginning == .setUp
    if isEarly {
      world.inject(early)
      world.disturb(early, at: world.clock.now)
    }
    let run: FaultRun
    do throws(SetUpError) {
      let system = try RobotSystem(model, on: world.hardware)
      run = FaultRun(model, scenario, world, system, report)
    } catch {
      report.refusal = "\(error)"
      if !isEarly { report.problems.append("\(error)") }
      report.strikes = early.places.map { $0.map { world.buses[$0.bus].strikes[$0.index] } ?? 1 }
      return report
    }
    return try run.play(motion, isEarly ? early : nil)
  }

  private init(
    _ model: RobotModel, _ scenario: FaultScenario, _ world: SimulatedWorld,
    _ system: RobotSystem, _ report: FaultReport
  ) {
    self.system = system
    self.world = world
    self.model = model
    self.scenario = scenario
    self.report = report
    strikes = scenario.faults.map { _ in 0 }
    limits = LimitWatch(model)
    // Who lets go when the client is lost takes its reference along.
    limits.watchesReference =
      scenario.stream == nil || model.joints.allSatisfy { $0.onLoss == .hold }
    // A set-up may have taken longer.
    let ready = world.buses.map(\.busTime.nanoseconds).max() ?? 0
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: max(100_000_000, ready)))
    snapshots = system.ports.snapshotReader()
    client = RigClient(system)
  }

  /// Arms, plays `motion`, lets the faults happen, and says what came of it. `early` happens already.
  private consuming func play(
    _ motion: ScenarioMotion, _ early: FaultSchedule?
  ) throws(ConfigurationErrors) -> FaultReport {
    for _ in 0..<20 { _ = cycle() }
    waitForSensors()
    let arms = scenario.beginning == .arming
    if !arms {
      let asks = ask(.arm)
      if !asks, let early {
        report.refusal = "arming: \(client.refusal ?? .none)"
        count(early)
        report.state = snapshots.slot.pointee.lifecycle
        return report
      }
      guard asks, runUntil(.active) else {
        report.problems.append("the robot does not arm: \(String(describing: client.refusal))")
        return report
      }
      if scenario.stream == nil {
        let knots = try motion.upload(to: system.ports.motion, from: references)
        guard ask(.startMotion, knotCount: knots) else {
          report.problems.append("the motion does not start: \(String(describing: client.refusal))")
          return report
        }
      }
    }
    let start = world.clock.now
    var sensors = SensorWatch(system, model, scenario)
    sensors.learn(from: snapshots.slot.pointee)
    let schedule = early ?? FaultSchedule(scenario, on: model.robot, from: start)
    if early == nil { world.inject(schedule) }
    if arms { send(.arm) }
    watch(schedule, sensors, motion, from: start)
    return report
  }

  private mutating func watch(
    _ schedule: FaultSchedule, _ sensors: SensorWatch, _ motion: ScenarioMotion,
    from start: MonotonicInstant
  ) {
    var samples = SampleWatch(model, scenario, from: start)
    var stops = StopWatch(model, world, scenario, schedule, from: start)
    var gaps = RigGaps(schedule.windows)
    var rest = RestWatch(model)
    var tracking = TrackingTally(model)
    var brain = brain(motion, from: start)
    client.people = RigPeople(schedule.windows)
    let earliest = scenario.faults.map(\.start).min() ?? 0
    let first = start + TimeSpan(nanoseconds: Int64((earliest * 1e9).rounded()))
    var remaining = Int(scenario.duration * model.robot.rate.hertz + 0.5)
    while remaining > 0 {
      world.disturb(schedule, at: world.clock.now)
      remaining -= 1 + miss(&gaps)
      let sent = brain?.send(at: world.clock.now, schedule.windows) ?? []
      let problems = cycle(asking: world.clock.now)
      note(sent)
      let now = world.clock.now
      let positions = model.joints.indices.map { world.plant.position(joint: $0, at: now) }
      report.problems += problems
      report.problems += samples.look(at: snapshots.slot.pointee, positions: positions, now)
      report.problems += stops.look(at: snapshots.slot.pointee, now)
      let time = (now - start).seconds
      report.problems += sensors.look(at: snapshots.slot.pointee, time: time)
      report.note(snapshots.slot.pointee, at: (now - first).seconds)
      if report.secured != nil { report.moved = rest.look(at: positions) }
      report.trace?.add(snapshots.slot.pointee, at: time)
      if [.active, .degraded].contains(snapshots.slot.pointee.lifecycle) {
        report.tracking = tracking.add(references: references, measured: measured)
      }
      // What goes wrong from here on goes on for a while; the first of it is what counts.
      if report.problems.count > 20 { break }
    }
    report.state = snapshots.slot.pointee.lifecycle
    report.lateReplies = snapshots.slot.pointee.lateReplies
    count(schedule)
  }

  private func brain(_ motion: ScenarioMotion, from start: MonotonicInstant) -> RigBrain? {
    guard let validity = scenario.stream, let swing = motion.swing(from: references) else {
      return nil
    }
    return RigBrain(
      model, swing, validity: TimeSpan(nanoseconds: Int64(validity * 1e9 + 0.5)), from: start,
      system.ports.streamWriter())
  }

  /// Lets the control thread miss what is due; says how many cycles.
  private mutating func miss(_ gaps: inout RigGaps) -> Int {
    let due = gaps.due(at: world.clock.now)
    for _ in 0..<due.cycles { stepper.stepWithoutControl(world.clock) }
    for window in due.windows { strikes[window.number] += 1 }
    return due.cycles
  }

  /// Notes which faults of the client reached the robot.
  private mutating func note(_ sent: [FaultWindow]) {
    for window in sent {
      guard window.kind.isClipped, let joint = window.joint else {
        strikes[window.number] += 1
        continue
      }
      let limits = snapshots.slot.pointee.joints[joint].limits
      if limits.contains(.position) || limits.contains(.velocity) || limits.contains(.acceleration)
      {
        strikes[window.number] += 1
      }
    }
  }

  private mutating func count(_ schedule: FaultSchedule) {
    let now = world.clock.now
    for window in schedule.windows where window.start <= now && window.kind.isOfWorld {
      strikes[window.number] = 1
    }
    report.strikes = schedule.places.enumerated().map { number, place in
      if let place { return world.buses[place.bus].strikes[place.index] }
      if schedule.serial.contains(where: { $0.number == number && $0.start <= now }) { return 1 }
      return strikes[number]
    }
  }

  /// One cycle; what the limits and those who asked say of it.
  private mutating func cycle(asking now: MonotonicInstant? = nil) -> [String] {
    if let now, let due = client.people.due(at: now) {
      client.people.ask(due.window, sequence: client.send(due.kind, &report))
      strikes[due.window.number] += 1
    }
    stepper.step(world.clock)
    report.cycles += 1
    let problems = client.hear(&report)
    _ = snapshots.update()
    return problems + limits.look(at: snapshots.slot.pointee)
  }

  private mutating func ask(_ kind: Request.Kind, knotCount: Int = 0) -> Bool {
    send(kind, knotCount: knotCount)
    _ = cycle()
    return client.refusal == Refusal.none
  }

  /// Swift 6.2 takes this for overlapping accesses where `self` is consumed.
  private mutating func send(_ kind: Request.Kind, knotCount: Int = 0) {
    client.send(kind, knotCount: knotCount, &report)
  }

  /// Numbers that are watched come less often than positions: until all have come, for two seconds at most.
  private mutating func waitForSensors() {
    for _ in 0..<Int(2 * model.robot.rate.hertz) {
      guard !model.robot.watches.isEmpty, !ask(.examine), client.refusal == .sensorNotFresh else {
        return
      }
    }
  }

  private mutating func runUntil(_ state: LifecycleState) -> Bool {
    for _ in 0..<500 {
      if snapshots.slot.pointee.lifecycle == state { return true }
      _ = cycle()
    }
    return false
  }

  private var references: [Double] {
    model.joints.indices.map { snapshots.slot.pointee.joints[$0].referencePosition }
  }

  private var measured: [Double] {
    model.joints.indices.map { snapshots.slot.pointee.joints[$0].measuredPosition }
  }
}
