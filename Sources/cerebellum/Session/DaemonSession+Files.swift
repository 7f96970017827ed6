import RobotWire

extension DaemonSession {
  /// The files that the daemon read at its start.
  func files() throws(ToolFailure) -> [FileInfo] {
    let reply = try answer(to: .files)
    guard case .files(let files) = reply else { throw Self.failure(reply) }
    return files
  }
}
