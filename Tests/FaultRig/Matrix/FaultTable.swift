import RobotConfiguration
import RobotScenarios

/// The project's table of faults, whose rows the catalogue names.
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

  /// Why rows are not shown, where there is a reason.
  static let reasons = [
    21:
      "shown by `make hil`: there the clock of a whole machine jumps by days while the robot moves (HIL/guest/steps/33-process)",
    23:
      "shown by EvidenceFolderTests: what was being written is cut at every byte, and all whole lines are kept",
  ]

  /// What the rows that are shown leave open.
  static let open = [
    "rows 19, 20: that real output lines are released, which `make hil` shows (HIL/guest/steps/33-process); simulated ones "
      + "end with their process"
  ]

  /// The rows that a run shows: those of what it injects that are rows of what the robot noticed too. One that was
  /// ridden through shows the first row of each.
  static func rows(
    of scenario: FaultScenario, _ report: FaultReport, noticed: FaultCatalogue.Entry?
  ) -> [Int] {
    if report.refusal != nil {
      return scenario.faults.contains { $0.kind == .wrongDevice } ? [28] : []
    }
    let injected = scenario.faults.map { rows(of: $0.kind) }
    guard let noticed else {
      return Set(
        zip(scenario.faults, injected).filter { $0.0.kind.canBeBorne }.compactMap(\.1.first)
      )
      .sorted()
    }
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
    case .silentClient: [10, 27]
    case .notANumber: [11]
    case .commandStep: [12]
    case .beyondLimits: [13]
    case .gains, .strongMotor: [30]
    case .asked: []
    case .jammed: [15]
    case .load: [15, 14, 13]
    case .deadMotor: [14, 15]
    case .inverted: [29]
    case .overrun: [18]
    case .supplySag: [17]
    case .overheated: [16]
    case .slippedMagnet: [6]
    case .daemonKilled: [20]
    case .daemonHung: [19]
    case .configurationEdited, .configurationCut: [24]
    case .secondClient: [26]
    case .clientGone: [27]
    case .fullDisk: [22]
    }
  }
}

extension FaultScenario.Kind {
  /// Whether a robot that rides through has shown something: not where there was nothing to notice.
  fileprivate var canBeBorne: Bool {
    switch self {
    case .gains, .strongMotor, .inverted, .slippedMagnet: false
    default: true
    }
  }
}
