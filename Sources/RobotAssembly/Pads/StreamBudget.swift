internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// What a board with pads sends on its own.
public struct StreamBudget: Sendable, Hashable {
  /// The modules that the robot file names.
  public var pads: Int
  /// How often a frame comes [Hz]: as the board sends, or as the line carries. Fewer than control cycles is
  /// as it should be. A module that the file does not name, or without its taxels where others have theirs,
  /// makes frames longer, and fewer.
  public var framesPerSecond: Double
  /// Bytes that come in a control cycle.
  public var bytesPerCycle: Double

  /// A full buffer has one byte less.
  private static let mostKept = Double(StreamPlan.keptBytes - 1)

  /// The error of a loop that comes round too rarely for the line; `nil` where it does not.
  func rateError(_ robot: RobotDescription, bus: String) -> ConfigurationError? {
    guard bytesPerCycle > StreamBudget.mostKept else { return nil }
    let least = Int((bytesPerCycle * robot.rate.hertz / StreamBudget.mostKept).rounded(.up))
    return robot.error(
      at: robot.ratePosition, keyPath: "rate",
      problem:
        "the board on \"\(bus)\" sends \(Int(bytesPerCycle.rounded())) bytes in a cycle, and the "
        + "kernel keeps \(Int(StreamBudget.mostKept)): frames would be torn",
      allowed: "at least \(least) Hz", hint: "write rate: \(least) Hz, or more")
  }
}

extension SerialBudget {
  /// The budget of the serial line `line`; `nil` where it has no pads.
  init?(_ robot: RobotDescription, pads line: Int) {
    let own = robot.pads(on: line).map { robot.pads[$0] }
    guard !own.isEmpty else { return nil }
    let bus = robot.serialBuses[line]
    let hasTaxels = own.contains { $0.taxels != nil }
    let data = own.reduce(0) { sum, pad in
      sum + PaXiniPad.byteCount(taxels: hasTaxels ? pad.taxels ?? PaXini.mostTaxels : nil)
    }
    name = bus.name
    speedHertz = bus.speed.hertz
    servos = 0
    bytes = data + PushedFrameParser.overhead
    wireMicroseconds = SerialTime.span(bytes: bytes, speed: bus.speed).microseconds
    delayMicroseconds = 0
    totalMicroseconds = wireMicroseconds
    let frames = min(PaXini.pushRate, 1e6 / wireMicroseconds)
    availableMicroseconds = 1e6 / frames
    repeatMicroseconds = 0
    besideMicroseconds = 0
    stream = StreamBudget(
      pads: own.count, framesPerSecond: frames,
      bytesPerCycle: frames * Double(bytes) / robot.rate.hertz)
  }
}
