import RobotAssembly
import RobotConfiguration
import RobotWire

/// A request and the states that it leads to.
struct StateChange {
  let request: Request
  let goals: Set<Lifecycle>
  /// How long it may take [s].
  let seconds: Double

  static let arm = StateChange(request: .arm, goals: [.active, .degraded], seconds: 5)
  static let recover = StateChange(request: .recover, goals: [.active, .degraded], seconds: 60)
  static let disarm = StateChange(request: .disarm, goals: [.disarmed], seconds: 10)
  static let stop = StateChange(request: .stop, goals: [.holding, .disarmed], seconds: 10)
  static let clear = StateChange(request: .clear, goals: [.disarmed], seconds: 5)

  /// Asks, and waits until the robot is there. Leaves a subscription behind.
  @discardableResult
  func perform(in session: DaemonSession, console: Console) throws(ToolFailure) -> StateSnapshot {
    try session.perform(request)
    try session.dropStates()
    try session.subscribe(hertz: 50)
    return try session.wait(
      for: goals, seconds: seconds, endsOnFault: request != .clear, console: console)
  }

  /// The same, and tells where the robot is.
  func report(
    in session: DaemonSession, console: Console, asJSON: Bool
  ) throws(ToolFailure) {
    let state = try perform(in: session, console: console)
    let words = state.lifecycle.words
    if asJSON {
      console.line(JSONValue.object([("lifecycle", .text(words.english))]).oneLine)
    } else {
      console.say(
        "\(session.info.name): \(words.english)", "\(session.info.name)：\(words.chinese)")
      guard state.lifecycle == .degraded else { return }
      console.line(try session.explanation(of: state).message.text(console.language))
    }
  }
}
