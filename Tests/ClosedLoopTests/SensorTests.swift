import RobotAssembly
import RobotConfiguration
import RobotDrivers
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Sensors of every kind on the buses of a robot, from the robot file to the snapshot.
@Suite struct SensorTests {
  /// One device of each driver that is no part of a joint, each at an address of its own.
  private static let sensors = """
      supply:    { driver: ina219, bus: more, address: 0x41, shunt: 100 mOhm, every: 50 }
      power:     { driver: ina260, bus: more, address: 0x44, every: 50 }
      heat:      { driver: lm75, bus: more, address: 0x49, every: 200 }
      case_heat: { driver: tmp102, bus: more, address: 0x4A, every: 200 }
      pads:      { driver: ads1115, bus: more, address: 0x48, divider: 10 kOhm, every: 2 }
      strips:    { driver: ads1015, bus: more, address: 0x4B, inputs: 2, every: 2 }
      skin:      { driver: mlx90393, bus: more, address: 0x0C, every: 10 }
      touch:     { driver: mpr121, bus: more, address: 0x5A, every: 10 }
      bubble:    { driver: mpl115a2, bus: more, address: 0x60, every: 10 }
      air:       { driver: bmp280, bus: more, address: 0x76, every: 20 }
      gap:       { driver: vl6180x, bus: more, address: 0x29, every: 50 }
      body:      { driver: mpu6050, bus: more, address: 0x68, every: 5 }
      head:      { driver: lsm6dso, bus: more, address: 0x6A, every: 5 }
      foot:      { driver: icm20948, bus: more, address: 0x69, every: 5 }
      trunk:     { driver: bno055, bus: more, address: 0x28, every: 10 }

    """

  private func robot() throws -> VirtualRobot {
    let text = Fixture.hinge.replacing(
      "only: { i2c: header, speed: 400 kHz } }",
      with: """
        only: { i2c: header, speed: 400 kHz }, more: { i2c: second, speed: 400 kHz } }
        """
    ).replacing("rate: 500 Hz", with: "rate: 100 Hz")
      .replacing("joints:\n", with: Self.sensors + "joints:\n")
    return try VirtualRobot(try Fixture.model(text))
  }

  @Test func everySensorIsSetUpAndRead() throws {
    var robot = try robot()
    robot.run(seconds: 12)
    #expect(robot.system.sensors.count == 15)
    for (index, sensor) in robot.system.sensors.enumerated() {
      let sample = robot.snapshots.slot.pointee.sensors[index]
      let valid = sensor.channels.indices.filter { sample.health.contains($0) }.count
      #expect(valid == sensor.channels.count, "\(sensor.name): \(sample)")
      #expect(sample.age <= 200, "\(sensor.name)")
      #expect(!robot.snapshots.slot.pointee.lostSettings[2 + index], "\(sensor.name)")
    }
  }

  @Test func aSensorThatFallsSilentCountsNoMore() throws {
    var robot = try robot()
    robot.run(seconds: 4)
    let index = try #require(robot.system.sensors.firstIndex { $0.name == "body" })
    #expect(robot.snapshots.slot.pointee.sensors[index].health.contains(0))
    robot.wires[1].cut(0x68)
    // Three turns of five cycles.
    robot.run(cycles: 16)
    let sample = robot.snapshots.slot.pointee.sensors[index]
    #expect((0..<7).allSatisfy { !sample.health.contains($0) })
    #expect(sample.age >= 15)
  }

  @Test func refusesATurnThatIsShorterThanAConversion() throws {
    let text = Fixture.hinge.replacing(
      "  angle: {", with: "  air: { driver: bmp280, bus: only, address: 0x76 }\n  angle: {")
    let error = #expect(throws: ConfigurationErrors.self) { _ = try Fixture.model(text) }
    #expect(error?.errors.first?.keyPath == "devices.air.every")
    #expect(error?.errors.first?.hint?.hasPrefix("write every: ") == true)
  }
}
