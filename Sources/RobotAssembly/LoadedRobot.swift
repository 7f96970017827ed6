public import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Files, read and joined: everything that is known before hardware is touched.
public struct LoadedRobot: Sendable {
  /// The robot file joined with its URDF.
  public let model: RobotModel
  /// The board file, where one was given.
  public let board: BoardDescription?
  /// The files, as they were read: the robot file, its URDF, its calibration and the board file.
  public let files: [ConfigurationFile]
  /// The calibration, where the robot file names one; its zeros are those of `model`.
  let calibration: LoadedCalibration?
  /// What every bus must carry.
  public let budgets: [BusBudget]
  /// What every serial line must carry.
  public let serialBudgets: [SerialBudget]
  /// What the URDF's reader found strange, for people.
  public let warnings: [String]
  /// The devices that do not go well with the board.
  public let deviceWarnings: [DeviceWarning]
  /// What no software can cover on this robot and board, for people.
  public let uncovered: [BilingualText]

  /// Reads `robotPath`, its URDF and `boardPath`. A rate that the buses cannot carry is an error like
  /// any other; all errors that can be found together are reported together.
  /// `isPatient`: see `RobotDescription.bearStalls`. `changes`: values that stand in the place of the robot file's;
  /// `files` has what was read then.
  public init(
    robotPath: String, boardPath: String?, isPatient: Bool = false, changes: [KeyChange] = []
  ) throws(ConfigurationErrors) {
    var boardErrors: [ConfigurationError] = []
    let boardFile = LoadedRobot.collect(into: &boardErrors) { () throws(ConfigurationErrors) in
      if let boardPath { try ConfigurationFile(.board, path: boardPath) } else { nil }
    }
    let board = LoadedRobot.collect(into: &boardErrors) { () throws(ConfigurationErrors) in
      try boardFile.map { file throws(ConfigurationErrors) in
        try BoardFile.load(text: file.bytes, file: file.path)
      }
    }
    var parts: Parts?
    var calibration: LoadedCalibration?
    let robotFile: ConfigurationFile
    do throws(ConfigurationErrors) {
      robotFile = try ConfigurationFile(.robot, path: robotPath)
      let text =
        try changes.isEmpty
        ? robotFile.bytes : RobotFile.changed(robotFile.bytes, file: robotPath, changes).text
      _ = try RobotFile.load(
        text: text, file: robotPath, drivers: DriverCatalog.schemas
      ) { robot in
        var robot = robot
        if isPatient { robot.bearStalls() }
        calibration = LoadedCalibration(of: robot)
        calibration?.apply(to: &robot)
        let found = Parts(robot, board)
        parts = found
        return found.errors
      }
    } catch {
      throw ConfigurationErrors(error.errors + boardErrors)
    }
    try ConfigurationErrors.throwIfAny(boardErrors)
    guard let parts, let model = parts.model else {
      preconditionFailure("a robot was refused without an error")
    }
    self.model = model
    self.board = board
    files = [robotFile] + [parts.urdfFile, calibration?.file, boardFile].compactMap { $0 }
    self.calibration = calibration
    budgets = parts.budgets
    serialBudgets = parts.serialBudgets
    warnings = parts.urdf?.warnings.map(\.description) ?? []
    deviceWarnings = model.warnings(on: board)
    uncovered = Uncovered.list(model.robot, board, parts.budgets)
  }

  /// What would relieve the bus that limits the rate.
  public var proposals: [BusProposal] {
    BusProposal.all(
      model.robot, budgets, on: board, wires: LoadedRobot.wires(model.robot, board))
  }

  /// What belongs to a robot file that is understood, and what is wrong with it.
  private struct Parts {
    let urdf: URDFModel?
    let urdfFile: ConfigurationFile?
    let budgets: [BusBudget]
    let serialBudgets: [SerialBudget]
    let model: RobotModel?
    let errors: [ConfigurationError]

    init(_ robot: RobotDescription, _ board: BoardDescription?) {
      let wires = LoadedRobot.wires(robot, board)
      // What is wrong with the devices is told once, by the model.
      var deviceErrors: [ConfigurationError] = []
      let budgets =
        LoadedRobot.collect(into: &deviceErrors) { () throws(ConfigurationErrors) in
          try BusBudget.all(robot, wires: wires)
        } ?? []
      self.budgets = budgets
      let serialBudgets =
        LoadedRobot.collect(into: &deviceErrors) { () throws(ConfigurationErrors) in
          try SerialBudget.all(robot)
        } ?? []
      self.serialBudgets = serialBudgets
      var errors = LoadedRobot.rateErrors(robot, budgets) {
        BusProposal.all(robot, budgets, on: board, wires: wires)
      }
      errors += SerialBudget.rateErrors(robot, serialBudgets)
      errors += board.map { RobotFile.check(robot, on: $0) } ?? []
      urdfFile = LoadedRobot.collect(into: &errors) { () throws(ConfigurationErrors) in
        try LoadedRobot.urdf(of: robot)
      }
      let urdf = LoadedRobot.collect(into: &errors) { [urdfFile] () throws(ConfigurationErrors) in
        try urdfFile.map { file throws(ConfigurationErrors) in try LoadedRobot.parse(file) }
      }
      model = LoadedRobot.collect(into: &errors) { () throws(ConfigurationErrors) in
        try RobotModel(robot: robot, urdf: urdf)
      }
      self.urdf = urdf
      self.errors = errors
    }
  }

  /// What `read` gives; `nil` when it throws, and then `errors` has why.
  private static func collect<Value>(
    into errors: inout [ConfigurationError], _ read: () throws(ConfigurationErrors) -> Value?
  ) -> Value? {
    do throws(ConfigurationErrors) {
      return try read()
    } catch {
      errors += error.errors
      return nil
    }
  }

  private static func urdf(
    of robot: RobotDescription
  ) throws(ConfigurationErrors) -> ConfigurationFile? {
    guard let reference = robot.urdf else { return nil }
    let path = try path(of: reference, robot)
    do throws(URDFErrors) {
      return try ConfigurationFile(urdf: path)
    } catch {
      throw ConfigurationErrors(error)
    }
  }

  private static func parse(_ urdf: ConfigurationFile) throws(ConfigurationErrors) -> URDFModel {
    do throws(URDFErrors) {
      return try URDF.parse(urdf.bytes, file: urdf.path)
    } catch {
      throw ConfigurationErrors(error)
    }
  }

  private static func path(
    of reference: URDFReference, _ robot: RobotDescription
  ) throws(ConfigurationErrors) -> String {
    do throws(URDFLocationError) {
      guard let package = reference.package else {
        return try URDF.locate(path: reference.path, beside: robot.file)
      }
      return try URDF.locate(
        package: package, path: reference.path, searchPath: URDF.searchPath)
    } catch {
      let tried = error.tried.isEmpty ? "" : "; tried \(error.tried.joined(separator: ", "))"
      throw ConfigurationErrors([
        robot.error(
          at: reference.position, keyPath: "urdf", problem: error.message + tried,
          hint: error.hint)
      ])
    }
  }

  /// Adapters are taken to offer plain `I2C_RDWR`, as most do: a mux channel is a transfer of its own.
  private static func wires(_ robot: RobotDescription, _ board: BoardDescription?) -> [BusWire] {
    let isSimulated = board.map { $0.status == .simulated } ?? true
    let capabilities: I2CCapabilities =
      isSimulated ? [.combinedMessages, .stopBetweenMessages] : .combinedMessages
    return zip(robot.buses, Hardware.overheads(robot, board)).map { bus, overhead in
      BusWire(capabilities, speed: bus.speed, overhead: overhead)
    }
  }

  private static func rateErrors(
    _ robot: RobotDescription, _ budgets: [BusBudget], _ findProposals: () -> [BusProposal]
  ) -> [ConfigurationError] {
    var tooLong = budgets.filter { $0.utilisation > 1 }
    if robot.loop.hasInlineBuses {
      // One thread carries them all: one error, about the bus that takes most of it.
      let longest = tooLong.max { $0.totalMicroseconds < $1.totalMicroseconds }
      tooLong = longest.map { [$0] } ?? []
    }
    guard !tooLong.isEmpty else { return [] }
    let proposals = findProposals()
    return tooLong.map { budget in
      robot.rateError(
        bus: budget.name,
        problem: "needs \(Int(budget.totalMicroseconds.rounded())) us of the "
          + "\(Int(budget.availableMicroseconds.rounded())) us that a cycle leaves it",
        highestFeasible: Frequency(hertz: budget.highestRateHertz),
        proposals: proposals.filter { $0.bus == budget.name }.map(\.text.english))
    }
  }
}

extension ConfigurationErrors {
  /// What the URDF's reader complains about.
  fileprivate init(_ urdf: URDFErrors) {
    self.init(
      urdf.errors.map {
        ConfigurationError(
          file: $0.file, position: $0.position, keyPath: $0.path, problem: $0.message,
          hint: $0.hint)
      })
  }
}
