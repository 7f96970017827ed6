import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// What clients ask about devices.
extension ServiceLoop {
  mutating func devices(
    from first: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    _ = snapshots.update()
    let all = robot.deviceStates(snapshots.slot.pointee)
    guard let states = Page<DeviceState>(all, from: first) else {
      let text = BilingualText(
        "there is no device \(first): the robot has \(all.count), from 0 on",
        "没有器件 \(first)：机器人有 \(all.count) 个，从 0 开始")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    send(.devices(states), to: session, answers: sequence, now)
  }
}

extension RunningSystem {
  /// The devices in the protocol's words.
  fileprivate func deviceStates(_ snapshot: borrowing RobotSnapshot) -> [DeviceState] {
    var states: [DeviceState] = []
    for (index, name) in loaded.model.robot.deviceNames.enumerated() {
      let health = snapshot.devices[index]
      states.append(
        DeviceState(
          name: name, health: DeviceHealth(health.state), errors: health.errors,
          hasLostSettings: snapshot.lostSettings[index]))
    }
    return states
  }
}

extension RobotWire.DeviceHealth {
  fileprivate init(_ state: RobotAssembly.DeviceHealth.State) {
    self =
      switch state {
      case .good: .good
      case .degraded: .degraded
      case .failing: .failing
      }
  }
}
