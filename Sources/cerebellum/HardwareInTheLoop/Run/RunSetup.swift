import RobotAssembly
import RobotConfiguration

/// What scenarios are played on.
struct RunSetup {
  let loaded: LoadedRobot
  let robotPath: String
  let boardPath: String?
  let program: DaemonProgram
  /// The daemon runs on simulated hardware.
  let isSimulated: Bool
  let injector: Injector?
  /// A person stands at the robot and does what is asked.
  let isAttended: Bool
  /// By how much times may be late [s].
  let tolerance: Double

  var robot: RobotDescription { loaded.model.robot }

  var skips: SkipRules {
    SkipRules(
      robot: robot, hasInjector: injector != nil, isSimulated: isSimulated,
      isAttended: isAttended, tolerance: tolerance)
  }

  /// A daemon of its own for each scenario: nothing that one left behind, a count or a warm motor, is the next one's.
  func start() throws(ToolFailure) -> DaemonProcess {
    try DaemonProcess(program) { socket in
      if isSimulated || boardPath == nil {
        return program.simulation(
          robot: robotPath, board: boardPath, socket: socket, isPatient: true)
      }
      return program.hardware(robot: robotPath, board: boardPath ?? "", socket: socket)
    }
  }
}
