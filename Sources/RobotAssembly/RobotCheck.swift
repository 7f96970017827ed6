public import RobotConfiguration
internal import RobotControl
internal import RobotCore

/// What `cerebellum check` knows of a robot file without touching hardware.
public struct CheckReport: Sendable {
  /// The files, read and joined; `nil` when there are errors.
  public var loaded: LoadedRobot?
  /// What is wrong; empty when the robot can be run.
  public var errors: [ConfigurationError] = []
  /// What the URDF's reader found strange.
  public var warnings: [String] = []
  /// The devices that do not go well with the board.
  public var deviceWarnings: [BilingualText] = []
  /// The robot file, when it could be read.
  public var robot: RobotDescription?
  /// The board's name; `nil` without a board file: then `buses` is the simulated buses' load.
  public var board: String?
  /// The joints as they were understood.
  public var joints: [CheckedJoint] = []
  /// What every bus must carry in its heaviest cycle.
  public var buses: [BusBudget] = []
  /// What every serial line must carry.
  public var serialBuses: [SerialBudget] = []
  /// What would relieve the bus that limits the rate, and the others that cannot carry it.
  public var proposals: [BusProposal] = []
  /// What keeps the robot from being armed.
  public var armingBlocks: [ConfigurationError] = []
  /// What else keeps it from being armed on that board, beside an approval that is missing; empty without a
  /// board file.
  public var hardwareBlocks: [StartBlock] = []
  /// What no software can cover on this robot and board.
  public var uncovered: [BilingualText] = []
}

/// One joint as it was understood, in SI units and words.
public struct CheckedJoint: Sendable, Hashable {
  /// The joint's name.
  public var name: String
  /// Whether its values are in m and N; else they are in rad and N.m.
  public var isPrismatic = false
  /// Least position.
  public var lower: Double
  /// Greatest position.
  public var upper: Double
  /// Greatest speed; `nil`: unspecified.
  public var velocity: Double?
  /// Greatest acceleration.
  public var acceleration: Double
  /// Greatest jerk; `nil`: not limited.
  public var jerk: Double?
  /// Greatest effort; `nil`: unspecified.
  public var effort: Double?
  /// What moves it, in words.
  public var actuator: String
  /// What measures it, in words.
  public var encoder: String
  /// The law that closes its loop.
  public var law: String
  /// Whether all limits are given.
  public var isArmable: Bool
}

/// Checks a robot file, its URDF, and its board.
public enum RobotCheck {
  /// Reads `robotPath` and `boardPath` and reports all that is known. Touches no hardware.
  public static func run(robotPath: String, boardPath: String?) -> CheckReport {
    var report = CheckReport()
    do throws(ConfigurationErrors) {
      let loaded = try LoadedRobot(robotPath: robotPath, boardPath: boardPath)
      report.loaded = loaded
      report.robot = loaded.model.robot
      report.board = loaded.board?.name
      report.warnings = loaded.warnings
      report.deviceWarnings = loaded.deviceWarnings.map(\.text)
      report.buses = loaded.budgets
      report.serialBuses = loaded.serialBudgets
      report.proposals = loaded.proposals
      report.armingBlocks = loaded.model.armingBlocks
      if loaded.board != nil { report.hardwareBlocks = loaded.hardwareBlocks() }
      report.uncovered = loaded.uncovered
      report.joints = loaded.model.joints.indices.map { checked($0, loaded.model) }
    } catch {
      report.errors = error.errors
    }
    return report
  }

  private static func checked(_ index: Int, _ model: RobotModel) -> CheckedJoint {
    let robot = model.robot
    let joint = robot.joints[index]
    let core = model.joints[index]
    let blocked = model.armingBlocks.map(\.keyPath)
    let path = "joints.\(joint.name).limits"
    let coupling =
      robot.couplings.first { $0.joints.contains(index) }.map { " + \($0.name)" } ?? ""
    return CheckedJoint(
      name: joint.name, isPrismatic: joint.kind == .prismatic, lower: core.bounds.lower,
      upper: core.bounds.upper,
      velocity: blocked.contains("\(path).velocity") ? nil : core.bounds.velocity,
      acceleration: core.bounds.acceleration,
      jerk: joint.limits.jerk,
      effort: blocked.contains("\(path).effort") ? nil : core.effortLimit,
      actuator: robot.words(for: joint.actuator) + joint.transmission.words + coupling,
      encoder: robot.words(for: joint.encoder)
        + (joint.redundantEncoder.map { " = \(robot.words(for: $0.encoder))" } ?? ""),
      law: joint.control.law.rawValue + (joint.control.gravity ? " + gravity" : ""),
      isArmable: core.hasLimits)
  }
}

extension RobotDescription {
  /// What measures a joint, in a table.
  fileprivate func words(for encoder: EncoderDescription) -> String {
    words(for: encoder.source) + (encoder.side == .actuator ? " on shaft" : "")
  }

  private func words(for source: EncoderSourceDescription) -> String {
    switch source {
    case .device(let index):
      let device = devices[index]
      let via = device.via.map { " via \(devices[$0.mux].name).\($0.channel)" } ?? ""
      return device.name + via
    case .quadrature(let quadrature):
      return quadrature.lines.map { lines[$0].name }.joined(separator: "/")
    case .servo(let servo): return servos[servo].name
    }
  }

  /// What drives a motor, in a table.
  fileprivate func words(for actuator: ActuatorDescription) -> String {
    if let servo = actuator.servo { return "\(servos[servo].name) (\(servos[servo].model))" }
    guard let device = actuator.device.map({ devices[$0] }) else { return "" }
    let channels = actuator.channels.map { "\($0.channel)" }.joined(separator: "/")
    return channels.isEmpty ? "\(device.name) (\(device.driver))" : "\(device.name).\(channels)"
  }
}

extension TransmissionDescription {
  /// What follows the actuator in a table; empty without a transmission.
  fileprivate var words: String {
    switch self {
    case .direct: ""
    case .ratio(let ratio): " + \(ratio):1"
    case .screw: " + screw"
    case .fourBar: " + four-bar"
    }
  }
}
