import RobotAssembly
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// Clients come, speak and go.
extension ServiceLoop {
  /// How many are served at once.
  private static let mostSessions = 64

  mutating func acceptClients(_ now: MonotonicInstant) {
    guard now >= acceptAgain else { return }
    do throws(SocketFailure) {
      while let connection = try listener.accept() {
        guard sessions.count < Self.mostSessions else {
          refusals.add(.tooManyClients)
          // Hung up on, so that the client knows, and poll(2) does not wake for it for ever.
          log.write(
            .warning,
            "process \(connection.peer.pid) is one client too many: \(Self.mostSessions) are served"
          )
          acceptAgain = now + .milliseconds(100)
          return
        }
        let role = roles.role(of: connection.peer)
        sessions.append(Session(number: nextSession, connection: connection, role: role))
        nextSession += 1
      }
    } catch {
      log.write(.warning, error.description)
      acceptAgain = now + .milliseconds(1000)
    }
  }

  /// Takes what the client sent, a bounded number at a time so that a flood starves nobody.
  mutating func receive(_ session: Session, _ now: MonotonicInstant) {
    for _ in 0..<64 where !session.isClosed {
      do throws(SocketFailure) {
        switch try session.connection.receive() {
        case .wouldBlock: return
        case .closed: session.isClosed = true
        case .request(let envelope): handle(envelope, from: session, now)
        }
      } catch {
        guard case .malformed(let mistake) = error else {
          log.write(.warning, "client of \(process(session)): \(error.description)")
          session.isClosed = true
          return
        }
        refusals.add(RefusalReason(mistake))
        note(mistake.description, of: session)
      }
    }
  }

  /// One packet that is no frame, or an old one, is a mistake; many are no conversation.
  func note(_ mistake: String, of session: Session) {
    session.malformed += 1
    if session.malformed == 1 {
      log.write(.warning, "client of \(process(session)): \(mistake)")
    }
    guard session.malformed == Session.mostMalformed else { return }
    log.write(
      .warning,
      "client of \(process(session)) sent \(session.malformed) packets that are no frames, or old ones; hung up"
    )
    session.isClosed = true
  }

  mutating func removeClosed() {
    for session in sessions where session.isClosed { forget(session) }
    sessions.removeAll(where: \.isClosed)
  }

  /// A client that moved the robot and is gone leaves nobody who would stop it: the daemon does. A
  /// stream ends as the robot file says, everything else in a controlled stop.
  private mutating func forget(_ session: Session) {
    letGo(session)
    guard control.end(of: session.number) else { return }
    endStream()
    let source = snapshots.slot.pointee.source
    // What it asked last may still wait for the loop.
    let isAwaited = pending.values.contains { $0.session == session.number }
    guard source != .rest || isAwaited else { return }
    log.write(.warning, "the client of \(process(session)) that moved the robot is gone; stopping")
    if source != .stream || isAwaited { mustStop = true }
  }

  /// Lets the newest command of the stream end now, whatever it was to be valid for.
  mutating func endStream() {
    stream.slot.pointee.validUntil = MonotonicInstant(nanoseconds: 0)
    stream.publish()
  }

  private func process(_ session: Session) -> String { "process \(session.connection.peer.pid)" }
}
