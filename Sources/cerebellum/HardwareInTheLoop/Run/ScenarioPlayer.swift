import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios
import RobotUnits
import RobotWire

/// Plays one scenario with a daemon of its own, and watches what becomes of the robot.
final class ScenarioPlayer {
  let setup: RunSetup
  let file: ScenarioFile
  let console: Console
  var watch: ScenarioWatch
  var people: [FaultWindow] = []
  var buttons: [ScenarioButton] = []
  /// How long a person was waited for.
  var pause = TimeSpan.zero
  private let beginsInjection: Bool

  /// How long the daemon may take to set the devices up [s].
  private static let setUpPatience = 60.0
  /// How long the robot may refuse to arm, for instance because a slow sensor has not spoken yet [s].
  private static let armingPatience = 20.0
  private static let refusalPatience = 5.0
  /// How often an injector is asked [s].
  private static let injectorPeriod = TimeSpan.milliseconds(100)
  /// How often a client sends commands at most.
  private static let commandPeriod = 0.01
  /// How long a daemon's answers are waited for at a time.
  private static let glance = TimeSpan.milliseconds(5)

  var scenario: FaultScenario { file.scenario }
  var model: RobotModel { setup.loaded.model }

  init(_ setup: RunSetup, _ file: ScenarioFile, _ console: Console) {
    self.setup = setup
    self.file = file
    self.console = console
    watch = ScenarioWatch(
      model: setup.loaded.model, from: Environment.instant(), of: file.scenario,
      tolerance: setup.tolerance)
    // What nobody but the runner does needs no injector.
    beginsInjection = file.scenario.faults.contains {
      [.button, .injector].contains($0.performer(on: setup.loaded.model.robot))
    }
  }

  private var injector: Injector? { beginsInjection ? setup.injector : nil }

  /// What came of it. Throws when the person interrupts, and when there is no daemon or injector to play with; then
  /// the robot is at rest and nothing is injected any more, or that is said.
  func play() throws(ToolFailure) -> FaultReport {
    let isEarly = scenario.beginning == .setUp
    try setup.injector?.rest()
    if isEarly {
      restartWatch()
      try injector?.begin(file.bytes)
    }
    let daemon: DaemonProcess
    do throws(ToolFailure) {
      daemon = try setup.start()
    } catch {
      try injector?.end()
      throw error
    }
    do throws(ToolFailure) {
      let session = try daemon.connect(seconds: Self.setUpPatience, console: console)
      do throws(ToolFailure) {
        session.onFault = { [unowned self] in watch.hear($0) }
        try play(on: session)
      } catch {
        conclude(session)
        throw error
      }
      if let injector { watch.learn(try injector.state()) }
      conclude(session)
    } catch {
      if isEarly, let injector { watch.learn(try injector.state()) }
      try injector?.end()
      let status = daemon.end()
      if error.exit == .interrupted { throw error }
      // Refused by its devices.
      guard isEarly, status == ExitReason.hardware.rawValue else {
        watch.complain(error.message.english)
        return watch.finished()
      }
      watch.refuse(error.message.english)
      return watch.finished()
    }
    try injector?.end()
    let status = daemon.end()
    if status != 0 { watch.complain("the daemon ended with status \(status): \(daemon.words)") }
    return watch.finished()
  }

  private func play(on session: DaemonSession) throws(ToolFailure) {
    try session.subscribe(hertz: model.robot.rate.hertz)
    watch.see(try session.newestState())
    let asks = scenario.beginning == .arming ? RobotWire.Request.examine : .arm
    let isEarly = scenario.beginning == .setUp
    if let refusal = try ask(
      asks, session, seconds: isEarly ? Self.refusalPatience : Self.armingPatience)
    {
      if isEarly {
        watch.refuse("arming: \(refusal)")
      } else {
        watch.complain("the robot does not arm: \(refusal)")
      }
      return
    }
    if scenario.beginning != .arming {
      try settle(.active, session)
      guard watch.last?.lifecycle == .active else {
        return watch.complain("the robot does not arm: \(watch.report.state)")
      }
    }
    let motion: ScenarioMotion
    let references = try session.newestState().joints.map(\.referencePosition)
    do throws(ConfigurationErrors) {
      motion = try ScenarioMotion.of(
        scenario, model, longer: setup.tolerance + (setup.isAttended ? 60 : 0))
      if scenario.beginning != .arming, scenario.stream == nil {
        let plan = MotionPlan(name: scenario.name, knots: try motion.knots(from: references))
        for request in plan.requests { try perform(request, session) }
        try perform(.trajectoryStart, session)
      }
    } catch {
      throw ToolFailure(error)
    }
    try follow(session, motion.swing(from: references))
  }

  private func perform(
    _ request: RobotWire.Request, _ session: DaemonSession
  ) throws(ConfigurationErrors) {
    do throws(ToolFailure) {
      try session.perform(request)
    } catch {
      watch.complain("the motion does not start: \(error.message.english)")
    }
  }

  /// Asks again and again; why it is refused to the last, or `nil` when it is done.
  private func ask(
    _ request: RobotWire.Request, _ session: DaemonSession, seconds: Double
  ) throws(ToolFailure) -> String? {
    let deadline = Environment.now() + seconds
    while true {
      let reply = try session.answer(to: request)
      guard case .result(let result) = reply else { throw DaemonSession.unexpected }
      if result.code == .ok { return nil }
      if Environment.now() > deadline { return result.english }
      try look(session, until: Environment.instant() + .milliseconds(100))
    }
  }

  private func settle(_ goal: RobotWire.Lifecycle, _ session: DaemonSession) throws(ToolFailure) {
    let deadline = Environment.now() + Self.armingPatience
    while watch.last?.lifecycle != goal, watch.last?.lifecycle != .faulted,
      Environment.now() < deadline
    {
      try look(session, until: Environment.instant() + .milliseconds(20))
    }
  }

  /// Takes what the daemon sends until `deadline`.
  private func look(
    _ session: DaemonSession, until deadline: MonotonicInstant
  ) throws(ToolFailure) {
    while true {
      if console.isInterrupted() { throw .interrupted }
      let left = deadline - Environment.instant()
      guard let state = try session.nextState(timeout: max(left, .zero)) else { return }
      watch.see(state)
      if Environment.instant() >= deadline { return }
    }
  }

  // MARK: The scenario itself

  private func restartWatch() {
    watch = ScenarioWatch(
      model: model, from: Environment.instant(), of: scenario, tolerance: setup.tolerance)
  }

  private func follow(_ session: DaemonSession, _ swing: Swing?) throws(ToolFailure) {
    try session.dropStates()
    let start = Environment.instant()
    if scenario.beginning != .setUp {
      restartWatch()
      try injector?.begin(file.bytes)
    }
    if scenario.beginning == .arming { try session.perform(.arm) }
    let schedule = FaultSchedule(scenario, on: model.robot, from: start)
    people = schedule.windows.filter { if case .asked = $0.kind { true } else { false } }
    if setup.injector == nil { buttons = ScenarioButton.all(scenario, schedule, model.robot) }
    let brain = scenario.stream.flatMap { _ in swing.map { BrainCommands(model, $0, from: start) } }
    let end = start + TimeSpan(seconds: scenario.duration + setup.tolerance)
    var nextCommand = start
    var nextLook = start
    let period = TimeSpan(seconds: max(1 / model.robot.rate.hertz, Self.commandPeriod))
    while true {
      let now = Environment.instant()
      // The scenario's own time stands while a person is waited for.
      let time = MonotonicInstant(nanoseconds: (now.nanoseconds - pause.nanoseconds))
      if time >= end { return }
      if let brain, now >= nextCommand {
        nextCommand = max(nextCommand + period, now)
        try command(brain.due(at: time, schedule.windows), session)
      }
      if let injector, now >= nextLook {
        nextLook = now + Self.injectorPeriod
        watch.learn(try injector.state())
      }
      try askAsPeople(at: time, session)
      try press(at: time, session)
      try look(session, until: now + Self.glance)
    }
  }

  private func command(
    _ due: (targets: [RobotCore.JointTarget]?, struck: [FaultWindow]), _ session: DaemonSession
  ) throws(ToolFailure) {
    for window in due.struck { watch.strike(window.number) }
    guard let targets = due.targets else { return }
    let joints = targets.map {
      RobotWire.JointTarget(
        position: $0.position, velocity: $0.velocity, kp: $0.kp, kd: $0.kd,
        feedforwardEffort: $0.feedForward)
    }
    // Refused once the robot has stopped: a client like that goes on all the same.
    _ = try session.answer(
      to: .command(validFor: TimeSpan(seconds: scenario.stream ?? 0), joints: joints))
  }

  private func askAsPeople(at time: MonotonicInstant, _ session: DaemonSession) throws(ToolFailure)
  {
    while let index = people.firstIndex(where: { $0.start <= time }) {
      let window = people.remove(at: index)
      guard case .asked(let ask, let isRefused) = window.kind else { continue }
      watch.strike(window.number)
      guard case .result(let result) = try session.answer(to: ask.request) else {
        throw DaemonSession.unexpected
      }
      if (result.code != .ok) != isRefused {
        watch.complain("\(ask.rawValue) was answered: \(result.code) \(result.english)")
      }
    }
  }

  // MARK: Afterwards

  /// Brings the robot to rest and takes its torque away, as far as it can be asked.
  private func conclude(_ session: DaemonSession) {
    do throws(ToolFailure) {
      let state = try session.newestState().lifecycle
      guard [.active, .degraded, .arming, .holding, .stopping].contains(state) else {
        return try release(session)
      }
      if state != .holding {
        _ = try session.answer(to: .stop)
        try session.dropStates()
      }
      let deadline = Environment.now() + 5
      while Environment.now() < deadline {
        guard let state = try session.nextState(timeout: .milliseconds(100)) else { continue }
        if state.isAtRest { break }
      }
      _ = try session.answer(to: .disarm)
      try session.dropStates()
      while Environment.now() < deadline + 5 {
        guard let state = try session.nextState(timeout: .milliseconds(100)) else { continue }
        if !state.flags.contains(.outputsEnabled) { return try release(session) }
      }
      watch.complain("its outputs are still on 5 s after it was disarmed")
    } catch {
      watch.complain(
        "it was not seen at rest (\(error.message.english)): press the emergency stop if it moves")
    }
  }
}

extension FaultScenario.Ask {
  fileprivate var request: RobotWire.Request {
    switch self {
    case .arm: .arm
    case .disarm: .disarm
    case .stop: .stop
    case .clear: .clear
    }
  }
}

extension TimeSpan {
  init(seconds: Double) { self.init(nanoseconds: Int64((seconds * 1e9).rounded())) }
}
