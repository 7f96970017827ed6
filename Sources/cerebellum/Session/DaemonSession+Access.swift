import RobotWire

extension DaemonSession {
  /// What this client may do, who controls the robot, what was refused.
  func access() throws(ToolFailure) -> AccessReport {
    let reply = try answer(to: .access)
    guard case .access(let report) = reply else { throw Self.failure(reply) }
    return report
  }
}
