import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire
import SimulatedHAL

/// What only simulated hardware can be asked for: lines and hands.
extension ServiceLoop {
  mutating func setLine(
    _ name: String, _ isHigh: Bool, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard let world = robot.world.simulated else {
      let text = BilingualText(
        "only simulated lines can be set from outside", "只有仿真信号线可以从外部设置")
      refuse(.unsupported, text, session, sequence, now)
      return
    }
    guard let line = world.line(named: name) else {
      let text = BilingualText(
        "the robot file has no line \"\(name)\"", "机器人文件中没有信号线“\(name)”")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    line.set(isHigh)
    accept(session, sequence, now)
  }

  /// The hand of `session` pushes joint `joint`.
  mutating func push(
    _ joint: Int, _ effort: Double, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard let world = robot.world.simulated else {
      let text = BilingualText(
        "only simulated joints can be pushed from outside", "只有仿真关节可以从外部推动")
      refuse(.unsupported, text, session, sequence, now)
      return
    }
    guard info.joints.indices.contains(joint) else {
      let text = BilingualText(
        "there is no joint \(joint): they are 0...\(info.joints.count - 1)",
        "没有关节 \(joint)：有效范围 0...\(info.joints.count - 1)")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    world.plant.push(joint: joint, effort: effort)
    session.pushed.insert(joint)
    accept(session, sequence, now)
  }

  /// Lets go what `session` pushes: its hand is gone with it.
  func letGo(_ session: Session) {
    for joint in session.pushed {
      robot.world.simulated?.plant.push(joint: joint, effort: 0)
    }
    session.pushed.removeAll()
  }
}
