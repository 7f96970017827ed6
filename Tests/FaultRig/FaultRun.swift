public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL

/// A robot on simulated hardware that arms, moves, and has things go wrong; every cycle is watched.
public struct FaultRun: ~Copyable {
  private let scenario: FaultScenario
  private let model: RobotModel
  private let world: SimulatedWorld
  private let system: RobotSystem
  private var stepper: RobotStepper
  private var snapshots: TripleBufferReader<RobotSnapshot>
  private var requests: RingWriter<Request>
  private var events: RingReader<LoopEvent>
  private var limits: LimitWatch
  private var report = FaultReport()
  private var sequence: UInt64 = 0
  private var refusal: Refusal?

  /// `model` with nothing wrong yet. `keepsTrace`: the report says where the joints were in each cycle.
  public init(
    _ model: RobotModel, _ scenario: FaultScenario, keepsTrace: Bool = false
  ) throws(SetUpError) {
    world = SimulatedWorld(model, clock: SimulationClock(.virtual))
    system = try RobotSystem(model, on: world.hardware)
    self.model = model
    self.scenario = scenario
    limits = LimitWatch(model)
    if keepsTrace { report.trace = FaultTrace(jointCount: model.joints.count) }
    // A set-up may have taken longer.
    let ready = world.buses.map(\.busTime.nanoseconds).max() ?? 0
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: max(100_000_000, ready)))
    snapshots = system.ports.snapshotReader()
    requests = system.ports.requestWriter()
    events = system.ports.eventReader()
  }

  /// Arms, plays `motion`, lets the faults happen, and says what came of it.
  public consuming func run(_ motion: RigMotion) throws(ConfigurationErrors) -> FaultReport {
    for _ in 0..<20 { _ = cycle() }
    guard ask(.arm), runUntil(.active) else {
      report.problems.append("the robot does not arm: \(String(describing: refusal))")
      return report
    }
    let knots = try motion.upload(to: system.ports.motion, from: references)
    guard ask(.startMotion, knotCount: knots) else {
      report.problems.append("the motion does not start: \(String(describing: refusal))")
      return report
    }
    let start = world.clock.now
    var sensors = SensorWatch(system, model, scenario)
    sensors.learn(from: snapshots.slot.pointee)
    let schedule = FaultSchedule(scenario, on: model.robot, from: start)
    world.inject(schedule)
    watch(schedule, sensors, from: start)
    return report
  }

  private mutating func watch(
    _ schedule: FaultSchedule, _ sensors: SensorWatch, from start: MonotonicInstant
  ) {
    var samples = SampleWatch(model, scenario, from: start)
    var stops = StopWatch(model, world, scenario, schedule, from: start)
    let earliest = scenario.faults.map(\.start).min() ?? 0
    let first = start + TimeSpan(nanoseconds: Int64((earliest * 1e9).rounded()))
    for _ in 0..<Int(scenario.duration * model.robot.rate.hertz + 0.5) {
      world.press(schedule, at: world.clock.now)
      let problems = cycle()
      let now = world.clock.now
      let positions = model.joints.indices.map { world.plant.position(joint: $0, at: now) }
      report.problems += problems
      report.problems += samples.look(at: snapshots.slot.pointee, positions: positions, now)
      report.problems += stops.look(at: snapshots.slot.pointee, now)
      let time = (now - start).seconds
      report.problems += sensors.look(at: snapshots.slot.pointee, time: time)
      report.note(snapshots.slot.pointee, at: (now - first).seconds)
      report.trace?.add(snapshots.slot.pointee, at: time)
      // What goes wrong from here on goes on for a while; the first of it is what counts.
      if report.problems.count > 20 { break }
    }
    report.state = snapshots.slot.pointee.lifecycle
    report.strikes = schedule.places.enumerated().map { number, place in
      if let place { return world.buses[place.bus].strikes[place.index] }
      let now = world.clock.now
      return schedule.serial.contains { $0.number == number && $0.start <= now } ? 1 : 0
    }
  }

  /// One cycle; what the limits say of it.
  private mutating func cycle() -> [String] {
    stepper.step(world.clock)
    report.cycles += 1
    while let event = events.pop() {
      switch event {
      case .blocked: break
      case .answered(let result): if result.sequence == sequence { refusal = result.refusal }
      case .latched(let record): report.faults.append(record)
      case .stopped(let record): report.stops.append(record)
      case .degraded(let record): report.degradations.append(record)
      }
    }
    _ = snapshots.update()
    return limits.look(at: snapshots.slot.pointee)
  }

  private mutating func ask(_ kind: Request.Kind, knotCount: Int = 0) -> Bool {
    sequence += 1
    refusal = nil
    guard requests.push(Request(kind, sequence: sequence, knotCount: knotCount)) else {
      return false
    }
    _ = cycle()
    return refusal == Refusal.none
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
}
