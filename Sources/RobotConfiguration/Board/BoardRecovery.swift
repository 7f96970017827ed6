extension BoardDescription {
  /// SCL and SDA of a bus as GPIO lines, by which a chip that holds SDA low is clocked free.
  public struct Recovery: Hashable, Sendable {
    /// The line's name at SCL (`GPIO23`).
    public var clock: String
    /// The line's name at SDA (`GPIO24`).
    public var data: String

    /// Lines of these names.
    public init(clock: String, data: String) {
      self.clock = clock
      self.data = data
    }
  }
}

extension BoardShape {
  /// The key `recovery` of a bus.
  static let recovery = Field(
    "recovery",
    .record([
      Field("scl", .text, required: true, example: "GPIO23", summary: "the line at SCL"),
      Field("sda", .text, required: true, example: "GPIO24", summary: "the line at SDA"),
    ]), example: "{ scl: GPIO23, sda: GPIO24 }",
    summary:
      "GPIO lines at SCL and SDA, by which a chip that holds SDA low is clocked free; open drain, "
      + "requested for that time only")
}

extension BoardResolver {
  /// The lines of `bus`; complains when both are one.
  mutating func recovery(_ bus: Record) -> BoardDescription.Recovery? {
    guard let lines = bus.record("recovery"), let clock = lines.text("scl"),
      let data = lines.text("sda")
    else { return nil }
    if clock == data {
      complaints.add(
        lines.position(of: "sda"), lines.path("sda"), "\(data) is the line at SCL already",
        hint: "wire one line to each of the two")
    }
    return BoardDescription.Recovery(clock: clock, data: data)
  }
}

extension RobotFile {
  /// Lines of `robot` that `board` needs to free a bus.
  static func checkRecovery(
    _ robot: RobotDescription, on board: BoardDescription
  ) -> [ConfigurationError] {
    robot.lines.flatMap { line in
      board.i2c.compactMap { bus in
        guard let recovery = bus.recovery,
          [recovery.clock, recovery.data].contains(line.boardLine)
        else { return nil }
        return robot.error(
          at: line.boardLinePosition, keyPath: "lines.\(line.name).line",
          problem: "\(line.boardLine) frees the bus \"\(bus.name)\" of \(board.name) (recovery)",
          hint: "one board line serves one purpose")
      }
    }
  }
}
