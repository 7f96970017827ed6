internal import RobotConfiguration
internal import RobotCore
internal import RobotDrivers
internal import RobotUnits

/// A joint whose bridge reports its own faults, and the sensor that reads them.
struct ActuatorReport: BitwiseCopyable {
  var joint: Int
  /// Among the robot's sensors.
  var sensor: Int
  /// Where its channels begin among all numbers: over-current, over-temperature, under-voltage, current
  /// limit, as the bits of `ActuatorCauses`.
  var firstValue: Int

  /// The reports of `robot`, whose sensors are `sensors`.
  static func all(_ robot: RobotDescription, _ sensors: SensorBindings) -> [ActuatorReport] {
    robot.joints.enumerated().compactMap { joint, description in
      guard case .device(let device) = description.actuator.drive,
        let sensor = sensors.devices.firstIndex(of: device)
      else { return nil }
      return ActuatorReport(
        joint: joint, sensor: sensor, firstValue: sensors.sensors[sensor].channels.first)
    }
  }

  /// Tells the cycle what the bridge says; one that says nothing for longer than `staleCycles` counts as
  /// lost.
  @_noAllocation @_noLocks
  func tell(_ bank: borrowing SensorBank, staleCycles: UInt32, _ input: inout CycleInput) {
    let sample = bank.samples[sensor]
    if sample.age > staleCycles { input.actuatorLost.insert(joint) }
    guard sample.flags.has(.deviceFault) else { return }
    let isFirst = input.actuatorFault.isEmpty
    input.actuatorFault.insert(joint)
    guard isFirst else { return }
    var causes: UInt8 = 0
    for cause in 0..<4 where bank.values[firstValue + cause] > 0 { causes |= 1 << UInt8(cause) }
    input.actuatorCauses = ActuatorCauses(bits: causes)
  }
}
