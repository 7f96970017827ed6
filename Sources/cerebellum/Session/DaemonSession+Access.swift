import RobotWire

extension DaemonSession {
  /// What this client may do, who controls the robot, what was refused.
  func access() throws(ToolFailure) -> AccessReport {
    let reply = try answer(to: .access)
    guard case .access(let report) = reply else { throw Self.failure(reply) }
    return report
  }

  /// What is known of the daemon before, where it died.
  func deathBefore() throws(ToolFailure) -> DeathReport {
    let reply = try answer(to: .deathBefore)
    guard case .deathBefore(let report) = reply else { throw Self.failure(reply) }
    return report
  }
}
