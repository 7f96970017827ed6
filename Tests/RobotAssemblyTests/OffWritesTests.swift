import Testing

@testable import RobotAssembly

/// The bytes that a dying daemon writes. PCA9685 datasheet 7.3.4: ALL_LED_ON_L is 0xFA, bit 4 of ALL_LED_OFF_H switches
/// all outputs full off. TCA9548A datasheet 8.6.2: a bit for each channel.
@Suite struct OffWritesTests {
  private func writes(_ devices: String) throws -> [String] {
    let robot = Sample.robot.replacing(
      "  pwm: { driver: pca9685, bus: main, address: 0x41, frequency: 1 kHz }", with: devices)
    let folder = try RobotFolder(robot: robot, files: ["sample.urdf": Sample.urdf()])
    let model = try LoadedRobot(robotPath: folder.robot, boardPath: nil).model
    return model.robot.devices.indices.flatMap { model.offWrites(device: $0) }
      .map { "\($0.address) \($0.bytes)" }
  }

  @Test func everyChannelOffAtOnce() throws {
    #expect(
      try writes("  pwm: { driver: pca9685, bus: main, address: 0x41, frequency: 1 kHz }")
        == ["0x41 [250, 0, 0, 0, 16]"])
  }

  @Test func theChannelOfTheMuxFirst() throws {
    let devices = """
        mux: { driver: tca9548a, bus: main, address: 0x71 }
        pwm: { driver: pca9685, bus: main, via: mux.3, address: 0x41, frequency: 1 kHz }
      """
    #expect(
      try writes(devices) == ["0x71 [8]", "0x41 [250, 0, 0, 0, 16]", "0x71 [0]"])
  }
}
