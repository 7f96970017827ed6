import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotRuntime
import RobotUnits
import RobotWire

/// The sensors in the protocol's words.
extension RunningSystem {
  func sensorCatalogue() -> [SensorInfo] {
    system.sensors.map { sensor in
      SensorInfo(
        name: sensor.name, driver: sensor.driver, bus: UInt16(clamping: sensor.bus),
        every: UInt32(clamping: sensor.every),
        channels: sensor.channels.map { ChannelInfo(name: $0.name, unit: $0.unit.rawValue) },
        warnings: (loaded.deviceWarnings + system.warnings).filter { $0.device == sensor.device }
          .map { SensorWarning(english: $0.text.english, chinese: $0.text.chinese) })
    }
  }

  func sensorReadings(_ snapshot: borrowing RobotSnapshot) -> [SensorReadings] {
    var readings: [SensorReadings] = []
    for (index, sensor) in system.sensors.enumerated() {
      let sample = snapshot.sensors[index]
      let validAt = readTime(of: sample, snapshot)
      var conditions = SensorConditions(rawValue: sample.flags.rawValue)
      if snapshot.lostSettings[sensor.device] { conditions.insert(.lostSettings) }
      readings.append(
        SensorReadings(
          validAt: validAt, age: validAt.map { snapshot.cycle.time - $0 } ?? .zero,
          conditions: conditions, failures: sample.failures,
          channels: sensor.channels.indices.map { channel in
            ChannelValue(
              snapshot.sensorValues[sensor.firstValue + channel],
              isValid: sample.health.contains(channel))
          }))
    }
    return readings
  }

  /// The grid point at which the bus read the sensor's newest measurement. A bus may be one cycle ahead of a control
  /// thread that is late: no measurement is newer than the cycle that tells of it.
  func readTime(
    of sample: SensorSample, _ snapshot: borrowing RobotSnapshot
  ) -> MonotonicInstant? {
    guard sample.stamp > 0 else { return nil }
    let cycles = max(Int64(truncatingIfNeeded: snapshot.cycle.index &+ 1 &- sample.stamp), 0)
    return snapshot.cycle.time
      + TimeSpan(nanoseconds: -cycles * system.schedule.period.nanoseconds)
  }
}
