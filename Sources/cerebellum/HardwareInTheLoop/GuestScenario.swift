import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits
import SimulatedHAL
import VhostUser

/// A fault scenario that happens to a guest's robot, and when its outputs went off: in the world's time, so that no
/// latency of the guest is taken for the robot's.
final class GuestScenario: PollSource {
  /// How often joints, supply and buttons are looked after.
  private static let period = TimeSpan.milliseconds(2)

  private struct Run {
    let schedule: FaultSchedule
    let start: MonotonicInstant
    let first: MonotonicInstant
    var next: MonotonicInstant
    var rest: RestWatch
    var wereOn = false
    var outputsOff: Double?
    var moved: Double?
  }

  private let world: SimulatedWorld
  private let model: RobotModel
  /// The lines by which outputs are switched off, and their level then.
  private let gates: [(line: Int, safe: Bool)]
  private var run: Run?
  /// When the joints are put back next, while somebody holds them.
  private var nextHold: MonotonicInstant?

  init(_ world: SimulatedWorld, _ model: RobotModel) {
    self.world = world
    self.model = model
    let robot = model.robot
    let named = robot.devices.map(\.outputEnable) + robot.joints.map(\.actuator.standby)
    gates = Set(named.compactMap { $0 }).sorted().compactMap { line in
      guard case .output(_, let safe) = robot.lines[line].role else { return nil }
      return (line, safe)
    }
  }

  var watched: [Int32] { [] }

  func deadline(at now: MonotonicInstant) -> MonotonicInstant? { run?.next ?? nextHold }

  func ready(_ descriptor: Int32, at now: MonotonicInstant) {}

  func advance(to now: MonotonicInstant) {
    let isOff = gates.allSatisfy { world.lines[$0.line].isHigh == $0.safe }
    if !isOff { nextHold = nil }
    if let nextHold, now >= nextHold { hold(at: now) }
    guard var run else { return }
    if now >= run.next {
      run.next = now + Self.period
      world.disturb(run.schedule, at: now)
    }
    if run.outputsOff == nil, run.wereOn, isOff, now >= run.first {
      run.outputsOff = (now - run.first).seconds
    }
    run.wereOn = run.wereOn || !isOff
    if run.outputsOff != nil { run.moved = run.rest.look(at: positions(at: now)) }
    self.run = run
  }

  /// Why it cannot be done here; `nil` when it can, or is not the world's to do.
  func inability(_ scenario: FaultScenario) -> String? {
    if gates.isEmpty { return "no line switches the outputs of \(model.robot.name) off" }
    for fault in scenario.faults {
      switch fault.performer(on: model.robot) {
      case .client, .people, .button, .injector: continue
      case .serialInjector: return "serial lines are not served to a guest"
      case .scheduler: return "the control thread is the guest's, and nobody holds it there"
      case .processes: return "it is about the daemon as a process"
      }
    }
    return nil
  }

  /// Lets `scenario` happen from now on, in the place of the one before.
  func begin(_ scenario: FaultScenario) {
    end()
    let now = world.clock.now
    let earliest = scenario.faults.map(\.start).min() ?? 0
    let schedule = FaultSchedule(scenario, on: model.robot, from: now)
    world.inject(schedule)
    run = Run(
      schedule: schedule, start: now, first: now + TimeSpan(nanoseconds: Int64(earliest * 1e9)),
      next: now, rest: RestWatch(model))
    advance(to: now)
  }

  /// Nothing is wrong any more.
  func end() {
    guard let run else { return }
    self.run = nil
    world.recover(from: run.schedule, at: world.clock.now)
  }

  /// The joints are where they were at first, and somebody holds them there until the outputs are on: how far an arm
  /// would have fallen by then is the machine's speed.
  func rest() {
    end()
    hold(at: world.clock.now)
  }

  private func hold(at now: MonotonicInstant) {
    nextHold = now + Self.period
    for (joint, position) in model.startPositions.enumerated() {
      world.plant.place(joint: joint, at: position)
    }
  }

  /// `nil` when there is none.
  var state: ScenarioState? {
    guard let run else { return nil }
    let now = world.clock.now
    let strikes = run.schedule.places.enumerated().map { number, place in
      if let place { return world.buses[place.bus].strikes[place.index] }
      let hasBegun = run.schedule.windows.contains {
        $0.number == number && $0.start <= now && $0.kind.isOfWorld
      }
      return hasBegun ? 1 : 0
    }
    return ScenarioState(
      seconds: (now - run.start).seconds, strikes: strikes, outputsOff: run.outputsOff,
      moved: run.moved, positions: positions(at: now))
  }

  private func positions(at now: MonotonicInstant) -> [Double] {
    model.joints.indices.map { world.plant.position(joint: $0, at: now) }
  }
}
