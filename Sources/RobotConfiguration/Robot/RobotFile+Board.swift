import RobotUnits

extension RobotFile {
  /// What `robot` asks of `board` that it does not have; empty when it has everything.
  public static func check(
    _ robot: RobotDescription, on board: BoardDescription
  ) -> [ConfigurationError] {
    let errors =
      robot.buses.flatMap { check($0, of: robot, on: board) } + checkRecovery(robot, on: board)
    // A board file without lines says nothing about them.
    return board.gpio.lines.isEmpty
      ? errors : errors + robot.lines.compactMap { check($0, of: robot, on: board) }
  }

  private static func check(
    _ bus: BusDescription, of robot: RobotDescription, on board: BoardDescription
  ) -> [ConfigurationError] {
    let names = board.i2c.map(\.name)
    guard let boardBus = board.i2c.first(where: { $0.name == bus.boardBus }) else {
      return [
        robot.error(
          at: bus.boardBusPosition, keyPath: "buses.\(bus.name).i2c",
          problem: "the board \(board.name) has no bus named \"\(bus.boardBus)\"",
          allowed: names.joined(separator: ", "),
          hint: Suggestion.text(for: bus.boardBus, among: names))
      ]
    }
    guard bus.speed > boardBus.maximumSpeed else { return [] }
    return [
      robot.error(
        at: bus.speedPosition, keyPath: "buses.\(bus.name).speed",
        problem: "\(Dimension.frequency.text(bus.speed.hertz)) is more than the bus "
          + "\"\(boardBus.name)\" of \(board.name) can do",
        allowed: "at most \(Dimension.frequency.text(boardBus.maximumSpeed.hertz))")
    ]
  }

  private static func check(
    _ line: LineDescription, of robot: RobotDescription, on board: BoardDescription
  ) -> ConfigurationError? {
    let names = board.gpio.lines.sorted { $0.key < $1.key }.map(\.value)
    guard !names.contains(line.boardLine) else { return nil }
    return robot.error(
      at: line.boardLinePosition, keyPath: "lines.\(line.name).line",
      problem: "the board \(board.name) has no line named \"\(line.boardLine)\"",
      allowed: names.joined(separator: ", "),
      hint: Suggestion.text(for: line.boardLine, among: names))
  }
}
