import Glibc
import RobotAssembly
import RobotWire
import SimulationBridge

/// The command line. Twelve options: a parser library would bring half of Foundation into the daemon.
struct Options: Equatable {
  var robot = ""
  var board: String?
  var socket = SocketPath.standard()
  var isSimulated = false
  /// Whether the simulated robot bears a machine that stalls.
  var isPatient = false
  /// Where the simulated robot's bodies move.
  var simulator: SimulatorAddress?
  /// Whether the clock is the simulator's.
  var isInLockStep = false
  /// How long the simulator may take for a step, where that is said [ms].
  var simulatorPatience: Int64?
  /// Whether the outputs are driven to their safe levels, in the place of a daemon.
  var isSafing = false
  /// The robot file's where it is not given.
  var priority: Int32?
  /// The groups whose members have these roles.
  var operate: String?
  var maintain: String?

  static let help = """
    usage: cerebellumd --robot FILE [--board FILE] [--simulate [--patient]
                       [--simulator ADDRESS [--lock-step] [--simulator-timeout MS]]]
                       [--socket PATH] [--operate GROUP] [--maintain GROUP] [--priority N]
           cerebellumd --safe-outputs --robot FILE --board FILE [--socket PATH]

    The motion daemon: sets up the devices of a robot file and closes its joint loops. It starts
    disarmed and never arms by itself; `cerebellum arm` does.

      --robot FILE     the robot file, e.g. Robots/arm6/robot.yaml
      --board FILE     the board file, e.g. Boards/raspberrypi-5.yaml; needed for real hardware
      --simulate       run on simulated chips, motors and lines instead of real ones
      --patient        the simulated robot bears a shared machine that takes the processor away for
                       tens of milliseconds; nothing for hardware
      --simulator ADDRESS
                       the simulated robot's bodies move in a simulator that serves at unix:PATH or
                       shm:NAME (MuJoCo: python -m cerebellum.simulator); chips, motors and gears are
                       the daemon's still
      --lock-step      time goes on as the simulator answers, not with the clock on the wall
      --simulator-timeout MS
                       how long the simulator may take for a step [1000]
      --socket PATH    where clients connect [$CEREBELLUM_SOCKET, else /run/cerebellum/control.sock,
                       else a path of this user's own]
      --operate GROUP  who may move the robot: members of a group, by name or number; whoever else may open
                       the socket observes, and may stop [everybody]
      --maintain GROUP who may also take baselines and set simulated lines; they operate, too [whoever
                       operates]. root and the daemon's own user always may
      --priority N     SCHED_FIFO priority of the control thread, 1...90 [the robot file's, else 50];
                       0: no real time
      --safe-outputs   no daemon: drive all outputs to their safe levels, say what took it, and end.
                       Refused while a daemon serves at the socket; nothing moves
      --help, --version

    exit codes: 0 ended as asked, 2 usage, 3 configuration, 4 hardware (of --safe-outputs: an output did
    not take its safe level, or a daemon serves)
    """

  /// What the arguments ask for.
  enum Command: Equatable {
    case run(Options)
    case say(String)
  }

  struct Failure: Error, Equatable {
    let text: String
  }

  /// Parses `arguments` without the program's name.
  static func parse(_ arguments: [String]) throws(Failure) -> Command {
    var options = Options()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? argument
      let attached = parts.count == 2 ? String(parts[1]) : nil
      switch name {
      case "--help" where attached == nil, "-h" where attached == nil: return .say(help)
      case "--version" where attached == nil: return .say("cerebellumd \(Release.version)")
      case "--simulate" where attached == nil: options.isSimulated = true
      case "--patient" where attached == nil: options.isPatient = true
      case "--lock-step" where attached == nil: options.isInLockStep = true
      case "--safe-outputs" where attached == nil: options.isSafing = true
      case "--simulator":
        let text = try value(of: name, attached, &rest)
        options.simulator = SimulatorAddress(text)
        if options.simulator == nil {
          throw Failure(text: "--simulator \(text): unix:PATH or shm:NAME is needed")
        }
      case "--simulator-timeout":
        options.simulatorPatience = try patience(value(of: name, attached, &rest))
      case "--robot": options.robot = try value(of: name, attached, &rest)
      case "--board": options.board = try value(of: name, attached, &rest)
      case "--socket": options.socket = try value(of: name, attached, &rest)
      case "--operate": options.operate = try value(of: name, attached, &rest)
      case "--maintain": options.maintain = try value(of: name, attached, &rest)
      case "--priority": options.priority = try priority(value(of: name, attached, &rest))
      default:
        throw Failure(text: "unknown argument \"\(argument)\"; --help lists the options")
      }
    }
    if options.robot.isEmpty { throw Failure(text: "--robot FILE is missing; --help explains") }
    if !options.isSimulated, options.board == nil {
      throw Failure(text: "--board FILE is missing; without hardware, use --simulate")
    }
    if options.isSafing, options.isSimulated {
      throw Failure(text: "--safe-outputs is for hardware: leave --simulate out")
    }
    if options.isPatient, !options.isSimulated {
      throw Failure(
        text: "--patient is for simulations: a robot of metal must not be blind so long")
    }
    if options.simulator != nil, !options.isSimulated {
      throw Failure(text: "--simulator is for simulations: add --simulate")
    }
    if options.simulator == nil, options.isInLockStep || options.simulatorPatience != nil {
      throw Failure(text: "--lock-step and --simulator-timeout go with --simulator ADDRESS")
    }
    return .run(options)
  }

  private static func patience(_ text: String) throws(Failure) -> Int64 {
    guard let patience = Int64(text), (1...3_600_000).contains(patience) else {
      throw Failure(text: "--simulator-timeout \(text): milliseconds, 1 to 3600000, are needed")
    }
    return patience
  }

  private static func value(
    of name: String, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) -> String {
    // An option behind an option is a forgotten value, no file of that name.
    guard let value = attached ?? rest.popFirst(), !value.isEmpty,
      attached != nil || !value.hasPrefix("--")
    else {
      throw Failure(text: "\(name) needs a value; --help explains")
    }
    return value
  }

  private static func priority(_ text: String) throws(Failure) -> Int32 {
    guard let priority = Int32(text), (0...90).contains(priority) else {
      throw Failure(text: "--priority \(text): a number from 0 to 90 is needed")
    }
    return priority
  }
}
