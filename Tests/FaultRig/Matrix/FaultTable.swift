import RobotConfiguration

/// The project's table of faults, whose rows the catalogue names. Source: shared/field/ecosystem-and-safety.md
/// section 8.4.
enum FaultTable {
  /// The faults, from row 1 on.
  static let titles = [
    "I2C NAK, single", "I2C NAK, persistent", "SDA stuck low", "SCL stuck, endless stretch",
    "Arbitration lost", "Encoder jump", "Encoder frozen", "Encoder CRC, magnet, status bits",
    "Sensor stale", "Command timeout", "Command not a number, replayed, broken",
    "Command step too large", "Position limit", "Over-speed, following error",
    "Over-torque, stall", "Over-temperature", "Brown-out, undervoltage", "Loop overrun",
    "Real-time thread hangs", "Process killed", "Wall-clock jump", "Log disk full",
    "Power loss in a log write", "Corrupt configuration", "Emergency stop pressed, wire cut",
    "Two controllers", "Gateway lost", "Wrong device at an address", "Sign error",
    "Instability, oscillation",
  ]

  /// The rows that a run shows: those of what it injects that are rows of what the robot noticed too. One that was
  /// ridden through shows the first row of each.
  static func rows(of scenario: FaultScenario, noticed: FaultCatalogue.Entry?) -> [Int] {
    let injected = scenario.faults.map { rows(of: $0.kind) }
    guard let noticed else { return Set(injected.compactMap(\.first)).sorted() }
    return Set(injected.joined()).intersection(noticed.rows).sorted()
  }

  private static func rows(of kind: FaultScenario.Kind) -> [Int] {
    switch kind {
    case .addressNotAcknowledged, .dataNotAcknowledged, .shortTransfer: [1, 2]
    case .stuckData: [3]
    case .stretch: [4, 9]
    case .arbitrationLost: [5]
    case .flippedBits, .noise, .wrongDevice: [8, 6]
    case .constantReply, .tornReply: [6, 8]
    case .swappedChannels: [6]
    case .frozenReply: [7]
    case .reset: [17]
    case .unpowered: [1, 2, 17]
    case .slowAdapter: [9]
    case .pressed: [25]
    case .unplugged, .lostBytes: [1, 2]
    case .overloaded: [15]
    }
  }
}
