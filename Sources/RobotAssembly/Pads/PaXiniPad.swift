internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits
public import SimulatedHAL

/// `driver: paxini`: what the robot file may say of a module of a high-speed board.
enum PaXiniPad {
  static let schema = DriverSchema(
    name: "paxini",
    pad: PadSchema(
      places: (0..<PaXini.moduleCount).map(PaXini.Layout.name(ofModule:)),
      taxels: 1...PaXini.mostTaxels, speed: Int(PaXini.bitsPerSecond)),
    // Five and two counts.
    tactile: TactileSchema(unit: "N", touch: 0.5, release: 0.2))

  /// Bytes of a module in a frame.
  static func byteCount(taxels: Int?) -> Int { 6 + 3 * (taxels ?? 0) }
}

extension RobotDescription {
  /// What the board on the serial line `line` is told to send: the taxels of all modules where the file gives
  /// those of one.
  func padTypes(on line: Int) -> PaXini.DataTypes {
    let hasTaxels = pads(on: line).contains { pads[$0].taxels != nil }
    return hasTaxels ? [.resultant, .distributed] : .resultant
  }
}

extension StreamPlan {
  /// The frames of the board on the serial line `line` of `robot`, whose registers make `layout`. The devices
  /// are numbers among `RobotDescription.deviceNames`.
  init(_ robot: RobotDescription, line: Int, _ layout: PaXini.Layout) {
    let parts = robot.pads(on: line).map { index in
      let pad = robot.pads[index]
      guard let module = layout.modules.first(where: { $0.index == pad.place }),
        let source = module.resultant
      else { preconditionFailure("the set-up found the modules of the file") }
      return (
        device: robot.devices.count + index, source: source,
        // The taxels of a module follow its force.
        count: PaXiniPad.byteCount(taxels: pad.taxels)
      )
    }
    let speed = robot.serialBuses[line].speed
    self.init(
      parts, byteCount: layout.byteCount,
      frameRate: layout.frameRate(bitsPerSecond: speed.hertz), speed: speed, rate: robot.rate,
      wake: PaXini.startRequest(robot.padTypes(on: line)))
  }
}

/// A simulated board, and what presses on its modules.
public struct SimulatedPads: Sendable {
  /// The board.
  public let board: PaXiniModel
  /// What presses.
  public let forces: FixedTaxelForces
}

extension SimulatedWorld {
  /// Solders a board to every line of `robot` that has pads; by the robot file's names of the lines.
  static func attachPads(
    _ robot: RobotDescription, to lines: [SimulatedSerialLine]
  ) -> [String: SimulatedPads] {
    var boards: [String: SimulatedPads] = [:]
    for (line, bus) in robot.serialBuses.enumerated() {
      let own = robot.pads(on: line).map { robot.pads[$0] }
      guard !own.isEmpty else { continue }
      let forces = FixedTaxelForces()
      // A fingertip, where the file does not say how many taxels it has.
      let taxels = Dictionary(
        own.map { ($0.place, $0.taxels ?? 31) }, uniquingKeysWith: { first, _ in first })
      let board = PaXiniModel(taxels: taxels, forces: forces)
      lines[line].attach(board)
      boards[bus.name] = SimulatedPads(board: board, forces: forces)
    }
    return boards
  }
}
