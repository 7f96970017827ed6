import Glibc
import LinuxHAL
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire
import SimulatedHAL

/// The daemon's life: read, claim, set up, run, stop.
enum Daemon {
  /// Runs until a signal ends it.
  static func run(_ options: Options, log: Log) -> ExitCode {
    do throws(ExitCode) {
      let loaded = try load(options, log)
      let roles = try roles(options, log)
      // The socket first: a second daemon must fail before it touches a device.
      let listener = try listen(options, log)
      let signals = try takeSignals(log)
      // Before an output is claimed.
      CrashHandler.install(log)
      let mark = runMark(options, log)
      let plan = LoopPlan(loaded.model.robot, priority: options.priority)
      let setup = ProcessSetup(plan.request)
      let world = try open(loaded, options, log)
      CrashHandler.take(LastResort(loaded.model, on: world.hardware), log)
      let blocks = loaded.startBlocks(
        isSimulated: options.isSimulated, stateDirectory: StateDirectory.standard())
      let system = try setUp(loaded.model, world, blocks, log)
      let degraded = report(setup, loaded, system, options, log)
      for block in blocks { log.write(.warning, "\(block.text.english)  \(block.text.chinese)") }
      let meeting = world.isInLockStep ? try meet(log) : nil
      let running = try start(system, world, setup, meeting, log)
      if let refusal = setup.leaveProcessorToLoop() {
        log.write(.warning, "\(refusal.call): \(String(cString: strerror(refusal.errno)))")
      }
      let robot = RunningSystem(
        loaded: loaded, world: world, system: system, startBlocks: blocks,
        isRealtime: setup.isRealtime,
        degradedReason: degraded, deathBefore: mark?.before)
      // The socket to the last: whoever starts the next daemon must not meet this one at a device.
      return withExtendedLifetime(listener) {
        let late = LateWatch(system, running, setup.scheduling, loaded.model.robot)
        var loop = ServiceLoop(
          robot: robot, listener: listener, roles: roles, signals: signals, meeting: meeting,
          late: late,
          store: evidenceStore(robot, options, log), log: log)
        loop.run()
        let code = end(running, system, log)
        if code == .ok { mark?.remove(log) }
        return code
      }
    } catch {
      return error
    }
  }

  /// As with evidence: of a simulation only where whoever starts it names a folder.
  private static func runMark(_ options: Options, _ log: Log) -> RunMark? {
    guard !options.isSimulated || getenv("STATE_DIRECTORY") != nil else { return nil }
    return RunMark(in: StateDirectory.standard(), log)
  }

  /// Simulations leave nothing behind, unless whoever starts them names a folder.
  private static func evidenceStore(
    _ robot: RunningSystem, _ options: Options, _ log: Log
  ) -> EvidenceStore? {
    guard !options.isSimulated || getenv("STATE_DIRECTORY") != nil else { return nil }
    let folder = EvidenceFolder(path: StateDirectory.standard() + "/evidence")
    return EvidenceStore(folder, joints: robot.jointNames, log: log)
  }

  private static func load(_ options: Options, _ log: Log) throws(ExitCode) -> LoadedRobot {
    do throws(ConfigurationErrors) {
      let loaded = try LoadedRobot(
        robotPath: options.robot, boardPath: options.board, isPatient: options.isPatient)
      for warning in loaded.warnings { log.write(.warning, warning) }
      return loaded
    } catch {
      log.write(.error, error.description)
      throw .configuration
    }
  }

  private static func roles(_ options: Options, _ log: Log) throws(ExitCode) -> RolePolicy {
    var policy = RolePolicy(owner: geteuid())
    for (option, name, role) in [
      ("--operate", options.operate, \RolePolicy.operate),
      ("--maintain", options.maintain, \RolePolicy.maintain),
    ] {
      guard let name else { continue }
      guard let group = UserGroup.named(name) else {
        log.write(
          .error,
          "\(option) \(name): there is no such group in /etc/group; make it (sudo groupadd --system \(name)), or give "
            + "its number")
        throw .configuration
      }
      policy[keyPath: role] = group
    }
    return policy
  }

  private static func listen(_ options: Options, _ log: Log) throws(ExitCode) -> WireListener {
    do throws(SocketFailure) {
      return try WireListener(path: options.socket)
    } catch {
      log.write(.error, error.description)
      throw .hardware
    }
  }

  private static func takeSignals(_ log: Log) throws(ExitCode) -> Int32 {
    let descriptor = Surroundings.takeSignals()
    guard descriptor >= 0 else {
      log.write(.error, "signalfd: \(String(cString: strerror(-descriptor)))")
      throw .hardware
    }
    return descriptor
  }

  private static func open(
    _ loaded: LoadedRobot, _ options: Options, _ log: Log
  ) throws(ExitCode) -> World {
    if let address = options.simulator {
      return .outside(try OutsideWorld(loaded.model, address, options, log))
    }
    if options.isSimulated {
      return .simulated(SimulatedWorld(loaded.model, clock: SimulationClock(.wall)))
    }
    guard let board = loaded.board else { throw .usage }
    do throws(LinuxDeviceError) {
      let hardware = try Hardware.linux(loaded.model.robot, on: board)
      for text in hardware.warnings { log.write(.warning, "\(text.english)  \(text.chinese)") }
      return .linux(hardware)
    } catch {
      log.write(
        .error,
        error.holderText.map { "\($0.english)  \($0.chinese)" } ?? error.description)
      throw .hardware
    }
  }

  private static func setUp(
    _ model: RobotModel, _ world: World, _ blocks: [StartBlock], _ log: Log
  ) throws(ExitCode) -> RobotSystem {
    do throws(SetUpError) {
      return try RobotSystem(model, on: world.hardware, startBlocks: blocks)
    } catch {
      log.write(.error, error.description)
      throw .hardware
    }
  }

  /// Says how the daemon runs; returns why it is not real-time, or nothing.
  private static func report(
    _ setup: ProcessSetup, _ loaded: LoadedRobot, _ system: RobotSystem, _ options: Options,
    _ log: Log
  ) -> String {
    let robot = loaded.model.robot
    log.write(
      .notice,
      "robot \(robot.name), \(robot.rate.hertz) Hz, disarmed; joints: "
        + robot.joints.map(\.name).joined(separator: ", "))
    if options.isPatient {
      log.write(
        .warning, "patient: stalls of the machine up to 0.5 s are borne; only a simulation may")
    }
    for warning in loaded.deviceWarnings + system.warnings {
      log.write(.warning, "\(warning.text.english)  \(warning.text.chinese)")
    }
    for block in loaded.model.armingBlocks { log.write(.warning, block.description) }
    var reasons = setup.refusals.map { "\($0.call): \(String(cString: strerror($0.errno)))" }
    if options.priority == 0 { reasons.append("--priority 0 does not ask for it") }
    if options.priority == nil, robot.loop.scheduler == .other {
      reasons.append("the robot file asks for scheduler: { policy: other }")
    }
    guard !reasons.isEmpty else { return "" }
    let text = reasons.joined(separator: "; ")
    log.write(
      .warning,
      setup.isRealtime
        ? "running with \(setup.scheduling.policyName), but not everything was granted: \(text)"
        : "DEGRADED: not running in real time (\(text)). Run as a systemd service with LimitRTPRIO= "
          + "and LimitMEMLOCK=, or as root; in a container also check cpu.rt_runtime_us.")
    return text
  }

  private static func meet(_ log: Log) throws(ExitCode) -> CycleMeeting {
    do throws(SystemError) {
      return try CycleMeeting()
    } catch {
      log.write(.error, "\(error.call): \(String(cString: strerror(error.errno)))")
      throw .hardware
    }
  }

  private static func start(
    _ system: RobotSystem, _ world: World, _ setup: ProcessSetup, _ meeting: CycleMeeting?,
    _ log: Log
  ) throws(ExitCode) -> RunningRobot {
    do throws(SystemError) {
      if case .outside(let outside) = world { try outside.start() }
      if let meeting, let simulated = world.simulated {
        return try system.startInLockStep(with: simulated, meeting)
      }
      let first = SystemClock.now() + .milliseconds(5)
      return try system.start(setup.scheduling, at: first)
    } catch {
      log.write(.error, "\(error.call): \(String(cString: strerror(error.errno)))")
      throw .hardware
    }
  }

  /// Ends the threads and switches off past them, also when they do not end.
  private static func end(
    _ running: RunningRobot, _ system: RobotSystem, _ log: Log
  ) -> ExitCode {
    let haveEnded = running.stopAndWait(until: SystemClock.now() + .milliseconds(1000))
    // Said before: a bus that hangs in the kernel keeps who switches off waiting too.
    if !haveEnded { log.write(.error, "a thread of the loop hangs: switching off without it") }
    let problems = system.makeSafe()
    for problem in problems { log.write(.error, problem) }
    guard haveEnded, problems.isEmpty else { return .hardware }
    log.write(.notice, "stopped; the outputs are off")
    return .ok
  }
}

/// What the robot runs on.
enum World {
  case linux(Hardware)
  case simulated(SimulatedWorld)
  /// Simulated, and its bodies move elsewhere.
  case outside(OutsideWorld)

  var hardware: Hardware {
    switch self {
    case .linux(let hardware): hardware
    case .simulated(let world): world.hardware
    case .outside(let outside): outside.world.hardware
    }
  }

  var simulated: SimulatedWorld? {
    switch self {
    case .linux: nil
    case .simulated(let world): world
    case .outside(let outside): outside.world
    }
  }

  var outside: OutsideWorld? {
    if case .outside(let outside) = self { return outside }
    return nil
  }

  /// Whether time is the simulator's.
  var isInLockStep: Bool { simulated?.clock.mode == .virtual }
}

/// A robot that runs, as the service loop sees it.
struct RunningSystem {
  let loaded: LoadedRobot
  let world: World
  let system: RobotSystem
  /// What was found at the start and forbids to arm.
  let startBlocks: [StartBlock]
  /// Whether ordinary processes cannot hold the threads up: SCHED_FIFO or SCHED_DEADLINE.
  let isRealtime: Bool
  /// What the system refused; empty when everything was granted.
  let degradedReason: String
  /// What is known of the daemon before, where it died.
  let deathBefore: BilingualText?

  /// The same for clients.
  var deathReport: DeathReport {
    DeathReport(english: deathBefore?.english ?? "", chinese: deathBefore?.chinese ?? "")
  }

  var jointNames: [String] { loaded.model.robot.joints.map(\.name) }

  /// The name of joint `index`, or nothing for -1.
  func jointName(_ index: Int) -> String? {
    jointNames.indices.contains(index) ? jointNames[index] : nil
  }

  /// The name of the device with this number; `nil` where there is none.
  func deviceName(_ index: Int) -> String? {
    let names = loaded.model.robot.deviceNames
    return names.indices.contains(index) ? names[index] : nil
  }

  /// How the joints move, in robot order.
  var jointKinds: [JointDescription.Kind] { loaded.model.robot.joints.map(\.kind) }

  /// What the values of joint `index` are in, or nothing for -1.
  func jointUnits(_ index: Int) -> JointUnitNames? {
    jointKinds.indices.contains(index) ? JointUnitNames(jointKinds[index]) : nil
  }
}
