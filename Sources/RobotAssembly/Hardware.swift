public import LinuxHAL
public import RobotConfiguration
public import RobotHAL
public import RobotUnits
public import SimulatedHAL

/// The adapters and lines that a robot runs on: the kernel's, or simulated ones.
public struct Hardware: Sendable {
  /// One adapter per bus, in the order of the robot file.
  public let adapters: [any I2CAdapter]
  /// What a transfer of each adapter takes beyond the wire.
  public let overheads: [TimeSpan]
  /// One entry per line; `nil` for an output.
  public let inputs: [(any DigitalInput)?]
  /// One entry per line; `nil` for an input.
  public let outputs: [(any DigitalOutput)?]
  /// The lines of each incremental encoder: A, B, and the index where there is one; in the order of their
  /// joints.
  public let edges: [any EdgeInput]
  /// One port per serial line, in the order of the robot file.
  public let serialPorts: [any SerialPort]

  /// Whether the simulator that moves the bodies is there; `nil`: there is none.
  public let simulator: SimulatorHealth?

  /// By bus: how to get at its wires when it hangs; `nil` where there are no lines.
  public let recovery: [RecoveryWires?]

  /// Hardware that was opened elsewhere. Unless told, its adapters take `usualOverhead`, and no bus can be
  /// freed.
  public init(
    adapters: [any I2CAdapter], overheads: [TimeSpan]? = nil, inputs: [(any DigitalInput)?],
    outputs: [(any DigitalOutput)?], recovery: [RecoveryWires?]? = nil,
    edges: [any EdgeInput] = [], serialPorts: [any SerialPort] = [],
    simulator: SimulatorHealth? = nil
  ) {
    self.simulator = simulator
    self.recovery = recovery ?? adapters.map { _ in nil }
    self.serialPorts = serialPorts
    self.adapters = adapters
    self.overheads = overheads ?? adapters.map { _ in Hardware.usualOverhead }
    self.inputs = inputs
    self.outputs = outputs
    self.edges = edges
  }

  /// What does not keep the robot from running, but a person should know.
  public var warnings: [BilingualText] {
    adapters.compactMap { ($0 as? LinuxI2CAdapter)?.refusal }.map { refusal in
      BilingualText(
        "the adapter does not take its timeout, so that a transfer that hangs may take longer than a "
          + "cycle: \(refusal)",
        "适配器不接受超时设置，卡死的传输可能超过一个周期：\(refusal.device)")
    }
  }

  /// What a transfer takes beyond the wire where no board file says it.
  public static let usualOverhead = TimeSpan.microseconds(50)

  /// Opens the kernel's devices that `robot` names, as `board` resolves them. Outputs are claimed at
  /// their safe level, and no address may belong to a kernel driver.
  public static func linux(
    _ robot: RobotDescription, on board: BoardDescription
  ) throws(LinuxDeviceError) -> Hardware {
    var adapters: [any I2CAdapter] = []
    for bus in robot.buses.indices { adapters.append(try adapter(bus, of: robot, on: board)) }
    let overheads = overheads(robot, board)
    let recovery = try RecoveryWires.linux(robot, on: board)
    let serialPorts = try serialPorts(robot)
    var inputs: [(any DigitalInput)?] = []
    var outputs: [(any DigitalOutput)?] = []
    guard !robot.lines.isEmpty else {
      return Hardware(
        adapters: adapters, overheads: overheads, inputs: inputs, outputs: outputs,
        recovery: recovery, serialPorts: serialPorts)
    }
    let gpio = try LinuxGPIO.look()
    for line in robot.lines {
      let place = try gpio.line(.name(line.boardLine, chip: board.gpio.chipLabel))
      switch line.role {
      case .input:
        inputs.append(
          try LinuxDigitalInput(chipPath: place.chipPath, offset: place.offset, bias: .pullUp))
        outputs.append(nil)
      case .output(_, let safeHigh):
        outputs.append(
          try LinuxDigitalOutput(chipPath: place.chipPath, offset: place.offset, initial: safeHigh))
        inputs.append(nil)
      case .edges:
        inputs.append(nil)
        outputs.append(nil)
      }
    }
    return Hardware(
      adapters: adapters, overheads: overheads, inputs: inputs, outputs: outputs,
      recovery: recovery, edges: try edges(of: robot, gpio, chip: board.gpio.chipLabel),
      serialPorts: serialPorts)
  }

  /// Opens the kernel's device for the bus number `bus` of `robot`, none of whose addresses may belong to
  /// a kernel driver.
  static func adapter(
    _ bus: Int, of robot: RobotDescription, on board: BoardDescription
  ) throws(LinuxDeviceError) -> LinuxI2CAdapter {
    let buses = LinuxI2CBuses()
    let found = try self.bus(robot.buses[bus].boardBus, of: board, on: buses)
    let devices = robot.devices.filter { $0.bus == bus && $0.via == nil }
    try buses.requireUnclaimed(devices.map(\.i2cAddress), on: found)
    return try LinuxI2CAdapter(path: found.path, timeout: robot.adapterTimeout)
  }

  /// What `board` says a transfer of each bus of `robot` takes beyond the wire.
  static func overheads(_ robot: RobotDescription, _ board: BoardDescription?) -> [TimeSpan] {
    robot.buses.map { bus in
      board?.i2c.first { $0.name == bus.boardBus }?.overhead ?? usualOverhead
    }
  }

  /// The bus of `machine` that the board calls `name`. Throws `missing` with the line that enables it, where the
  /// board's file has one.
  static func bus(
    _ name: String, of board: BoardDescription?, on machine: LinuxI2CBuses
  ) throws(LinuxDeviceError) -> LinuxI2CBus {
    do throws(LinuxDeviceError) {
      return try machine.bus(selector(name, on: board))
    } catch {
      let bus = board?.i2c.first { $0.name == name }
      guard error.kind == .missing, let board, let bus, let line = bus.enable else { throw error }
      let place = bus.enableFile.map { " in \($0)" } ?? ""
      throw LinuxDeviceError(
        .missing, device: error.device, problem: error.problem,
        remedy:
          "\(error.remedy). \(board.name) has it with the line \"\(line)\"\(place), from the next boot on",
        errno: error.errno)
    }
  }

  /// How the kernel knows a bus of the board. A name that the board does not have is taken as a path;
  /// `RobotFile.check` has refused it before.
  private static func selector(
    _ name: String, on board: BoardDescription?
  ) -> LinuxI2CBuses.Selector {
    guard let bus = board?.i2c.first(where: { $0.name == name }) else { return .path(name) }
    if let path = bus.deviceTreePath { return .deviceTreePath(path) }
    if let adapter = bus.adapterName { return .adapterName(adapter) }
    return .path(bus.device ?? name)
  }
}
