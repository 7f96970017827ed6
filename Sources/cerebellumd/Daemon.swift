import CRealtime
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
      // The socket first: a second daemon must fail before it touches a device.
      let listener = try listen(options, log)
      // Before any thread exists, so that all inherit the blocked mask.
      let signals = try blockSignals(log)
      let setup = ProcessSetup(priority: options.priority)
      let world = try open(loaded, options, log)
      let system = try setUp(loaded.model, world, log)
      let degraded = report(setup, loaded, log)
      let running = try start(system, setup, log)
      let robot = RunningSystem(
        loaded: loaded, world: world, system: system, isRealtime: setup.isRealtime,
        degradedReason: degraded)
      var loop = ServiceLoop(robot: robot, listener: listener, signals: signals, log: log)
      loop.run()
      running.stopAndWait()
      makeSafe(system, log)
      log.write(.notice, "stopped; the outputs are off")
      return .ok
    } catch {
      return error
    }
  }

  private static func load(_ options: Options, _ log: Log) throws(ExitCode) -> LoadedRobot {
    do throws(ConfigurationErrors) {
      let loaded = try LoadedRobot(robotPath: options.robot, boardPath: options.board)
      for warning in loaded.warnings { log.write(.warning, warning) }
      return loaded
    } catch {
      log.write(.error, error.description)
      throw .configuration
    }
  }

  private static func listen(_ options: Options, _ log: Log) throws(ExitCode) -> WireListener {
    do throws(SocketFailure) {
      return try WireListener(path: options.socket)
    } catch {
      log.write(.error, error.description)
      throw .hardware
    }
  }

  private static func blockSignals(_ log: Log) throws(ExitCode) -> Int32 {
    let descriptor = crt_signal_descriptor([SIGTERM, SIGINT, SIGHUP], 3)
    guard descriptor >= 0 else {
      log.write(.error, "signalfd: \(String(cString: strerror(-descriptor)))")
      throw .hardware
    }
    return descriptor
  }

  private static func open(
    _ loaded: LoadedRobot, _ options: Options, _ log: Log
  ) throws(ExitCode) -> World {
    if options.isSimulated {
      return .simulated(SimulatedWorld(loaded.model, clock: SimulationClock(.wall)))
    }
    guard let board = loaded.board else { throw .usage }
    do throws(LinuxDeviceError) {
      return .linux(try Hardware.linux(loaded.model.robot, on: board))
    } catch {
      log.write(.error, error.description)
      throw .hardware
    }
  }

  private static func setUp(
    _ model: RobotModel, _ world: World, _ log: Log
  ) throws(ExitCode) -> RobotSystem {
    do throws(SetUpError) {
      return try RobotSystem(model, on: world.hardware)
    } catch {
      log.write(.error, error.description)
      throw .hardware
    }
  }

  /// Says how the daemon runs; returns why it is not real-time, or nothing.
  private static func report(_ setup: ProcessSetup, _ loaded: LoadedRobot, _ log: Log) -> String {
    let robot = loaded.model.robot
    log.write(
      .notice,
      "robot \(robot.name): \(robot.joints.count) joints at \(robot.rate.hertz) Hz; disarmed")
    for block in loaded.model.armingBlocks { log.write(.warning, block.description) }
    guard !setup.refusals.isEmpty else { return "" }
    let reasons = setup.refusals.map { "\($0.call): \(String(cString: strerror($0.errno)))" }
    let text = reasons.joined(separator: "; ")
    log.write(
      .warning,
      setup.isRealtime
        ? "running with SCHED_FIFO, but not everything was granted: \(text)"
        : "DEGRADED: not running in real time (\(text)). Run as a systemd service with LimitRTPRIO= "
          + "and LimitMEMLOCK=, or as root; in a container also check cpu.rt_runtime_us.")
    return text
  }

  private static func start(
    _ system: RobotSystem, _ setup: ProcessSetup, _ log: Log
  ) throws(ExitCode) -> RunningRobot {
    do throws(SystemError) {
      let first = SystemClock.now() + .milliseconds(5)
      return try system.start(setup.scheduling, at: first)
    } catch {
      log.write(.error, "\(error.call): \(String(cString: strerror(error.errno)))")
      throw .hardware
    }
  }

  private static func makeSafe(_ system: RobotSystem, _ log: Log) {
    for problem in system.makeSafe() { log.write(.error, problem) }
  }
}

/// What the robot runs on.
enum World {
  case linux(Hardware)
  case simulated(SimulatedWorld)

  var hardware: Hardware {
    switch self {
    case .linux(let hardware): hardware
    case .simulated(let world): world.hardware
    }
  }

  var simulated: SimulatedWorld? {
    if case .simulated(let world) = self { return world }
    return nil
  }
}

/// A robot that runs, as the service loop sees it.
struct RunningSystem {
  let loaded: LoadedRobot
  let world: World
  let system: RobotSystem
  /// Whether the threads run with SCHED_FIFO.
  let isRealtime: Bool
  /// What the system refused; empty when everything was granted.
  let degradedReason: String

  var jointNames: [String] { loaded.model.robot.joints.map(\.name) }

  /// The name of joint `index`, or nothing for -1.
  func jointName(_ index: Int) -> String? {
    jointNames.indices.contains(index) ? jointNames[index] : nil
  }
}
