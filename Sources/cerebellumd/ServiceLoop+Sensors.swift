import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// What clients ask about sensors.
extension ServiceLoop {
  mutating func sensors(
    from first: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard let catalogue = Page<SensorInfo>(robot.sensorCatalogue(), from: first) else {
      refuseSensor(first, session, sequence, now)
      return
    }
    send(.sensors(catalogue), to: session, answers: sequence, now)
  }

  mutating func sensorSamples(
    from first: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    _ = snapshots.update()
    let cycle = snapshots.slot.pointee.cycle
    guard
      let samples = SensorSamples(
        cycle: cycle.index, time: cycle.time, robot.sensorReadings(snapshots.slot.pointee),
        from: first)
    else {
      refuseSensor(first, session, sequence, now)
      return
    }
    send(.sensorSamples(samples), to: session, answers: sequence, now)
  }

  private mutating func refuseSensor(
    _ number: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    let count = robot.system.sensors.count
    let text = BilingualText(
      "there is no sensor \(number): the robot has \(count), from 0 on",
      "没有传感器 \(number)：机器人有 \(count) 个，从 0 开始")
    refuse(.invalid, text, session, sequence, now)
  }
}
