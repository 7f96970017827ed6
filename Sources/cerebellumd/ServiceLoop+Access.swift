import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Who may ask what: by the order of frames, by role, by who controls the robot.
extension ServiceLoop {
  /// Whether a request is taken at all. Otherwise it was answered, and counted.
  mutating func admits(
    _ envelope: Envelope<RobotWire.Request>, from session: Session, _ now: MonotonicInstant
  ) -> Bool {
    let (request, sequence) = (envelope.message, envelope.header.sequence)
    let newest = session.order.newest
    // Whoever plays frames back does not move the robot. A stop is a stop.
    if let reason = session.order.take(sequence), !request.isTakenAgain {
      let text = BilingualText(
        "the frame's number is \(sequence), and \(newest) was there already: frames are numbered upwards, and "
          + "taken once",
        "帧序号为 \(sequence)，而 \(newest) 已经收到：帧序号必须递增，每帧只接受一次")
      refuse(.invalid, text, session, sequence, now, for: reason)
      note("a frame that was there already", of: session)
      return false
    }
    guard session.role >= request.role else {
      refuse(.refused, roleText(request.role, session), session, sequence, now, for: .wrongRole)
      return false
    }
    guard request.takesControl else { return true }
    guard takesOrders else {
      let text = BilingualText(
        "the daemon is starting or stopping: nothing moves now", "守护进程正在启动或停止：此刻不能运动")
      refuse(.refused, text, session, sequence, now)
      return false
    }
    guard control.take(by: session.number) else {
      refuse(.busy, whoControls, session, sequence, now, for: .controlled)
      return false
    }
    return true
  }

  /// What `session` may do, who controls the robot, what was refused.
  func access(of session: Session) -> AccessReport {
    let holder = controller
    return AccessReport(
      role: session.role,
      control: holder == nil ? .nobody : holder === session ? .you : .another,
      process: UInt32(clamping: holder?.connection.peer.pid ?? 0),
      user: holder?.connection.peer.uid ?? 0, refusals: refusals)
  }

  /// Why a client that does not control the robot is refused: who does.
  var whoControls: BilingualText {
    guard let peer = controller?.connection.peer else { return BilingualText("", "") }
    return BilingualText(
      "another client controls the robot, process \(peer.pid) of user \(peer.uid), until it disconnects; "
        + "anyone may stop it",
      "另一个客户端正在控制机器人（进程 \(peer.pid)，用户 \(peer.uid)），直到其断开连接；任何人都可以 stop")
  }

  private var controller: Session? { sessions.first { $0.number == control.holder } }

  private func roleText(_ needed: Role, _ session: Session) -> BilingualText {
    let user = session.connection.peer.uid
    let group = roles.group(giving: needed)?.name ?? ""
    return BilingualText(
      "this needs the role \(needed.name), and user \(user) has \(session.role.name): join the group \(group) (sudo "
        + "usermod -aG \(group) USER, then log in again); anyone may stop",
      "此操作需要 \(needed.name) 角色，而用户 \(user) 只有 \(session.role.name)：请加入用户组 \(group)（sudo usermod -aG "
        + "\(group) USER，然后重新登录）；任何人都可以 stop")
  }
}
