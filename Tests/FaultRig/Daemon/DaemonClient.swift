import RobotUnits
import RobotWire

/// A client of the daemon that sees every state.
final class DaemonClient {
  private let wire: WireClient
  private static let patience = TimeSpan.milliseconds(20_000)

  init(_ daemon: DaemonProcess) throws {
    let deadline = DaemonFailure.deadline()
    var wire: WireClient?
    repeat {
      do {
        wire = try WireClient(path: daemon.socket, timeout: Self.patience)
      } catch {
        // The daemon is still setting up.
        guard MonotonicInstant.now < deadline else { throw error }
      }
    } while wire == nil
    guard let wire else { throw DaemonFailure("no daemon") }
    self.wire = wire
    let reply = try wire.request(
      .hello(clientName: "fault scenario", protocolVersion: 1), timeout: Self.patience)
    guard case .welcome = reply else { throw DaemonFailure("no welcome but \(reply)") }
    try succeed(.subscribe(stateEvery: 1))
  }

  /// The answer to `request`.
  func ask(_ request: Request) throws -> RequestResult {
    let reply = try wire.request(request, timeout: Self.patience)
    guard case .result(let result) = reply else { throw DaemonFailure("no result but \(reply)") }
    return result
  }

  func succeed(_ request: Request) throws {
    let result = try ask(request)
    guard result.code == .ok else { throw DaemonFailure("\(request): \(result.english)") }
  }

  /// Waits for a state that fulfils `isIt`; every state before it and that one goes to `look`.
  @discardableResult
  func wait(
    looking look: (StateSnapshot) throws -> Void = { _ in }, for isIt: (StateSnapshot) -> Bool
  ) throws -> StateSnapshot {
    let deadline = DaemonFailure.deadline()
    while MonotonicInstant.now < deadline {
      guard let envelope = try wire.nextReply(timeout: Self.patience) else { break }
      guard case .state(let state) = envelope.message else { continue }
      try look(state)
      if isIt(state) { return state }
    }
    throw DaemonFailure("the robot does not come to where it should be")
  }

  /// Arms, turns joint `joint`, and waits until it moves.
  func armAndMove(joint: Int) throws {
    let deadline = DaemonFailure.deadline()
    while try ask(.arm).code != .ok {
      guard MonotonicInstant.now < deadline else { throw DaemonFailure("it does not arm") }
      try wait(for: { _ in true })
    }
    try wait(for: { state in
      state.lifecycle == .active && state.joints.allSatisfy { $0.referenceVelocity == 0 }
    })
    try succeed(.jog(joint: UInt16(joint), displacement: 2, speed: 0.4))
    try wait(for: { abs($0.joints[joint].referenceVelocity) > 0.3 })
  }

  /// When the daemon is gone, which its socket says.
  func timeOfEnd() throws -> MonotonicInstant {
    let deadline = DaemonFailure.deadline()
    while MonotonicInstant.now < deadline {
      do {
        _ = try wire.nextReply(timeout: Self.patience)
      } catch {
        return .now
      }
    }
    throw DaemonFailure("its client is not told that the daemon is gone")
  }
}
