import RobotAssembly
import RobotConfiguration
import RobotDrivers
import RobotRuntime
import RobotUnits
import Testing

/// Tactile sensors with a baseline, from the robot file to the snapshot.
@Suite struct SkinTests {
  private static let skins = """
      pads:  { driver: ads1115, bus: more, address: 0x48, divider: 10 kOhm, every: 2, tare: at_start }
      skin:  { driver: mlx90393, bus: more, address: 0x0C, every: 10, tare: at_start, drift: 2 s }
      touch: { driver: mpr121, bus: more, address: 0x5A, every: 10, tare: none, touch: 20, release: 8 }
      plain: { driver: mpr121, bus: more, address: 0x5B, every: 10 }
      bubble: { driver: mpl115a2, bus: more, address: 0x60, every: 10, tare: at_start }

    """

  private func text(_ devices: String = skins) -> String {
    Fixture.hinge.replacing(
      "only: { i2c: header, speed: 400 kHz } }",
      with: """
        only: { i2c: header, speed: 400 kHz }, more: { i2c: second, speed: 400 kHz } }
        """
    ).replacing("rate: 500 Hz", with: "rate: 100 Hz")
      .replacing("joints:\n", with: devices + "joints:\n")
  }

  /// Whether all taxels of skin `index` are in `mask`.
  private func areAll(
    _ mask: (TactileSample) -> ChannelMask, _ robot: borrowing VirtualRobot, _ index: Int
  ) -> Bool {
    let sample = robot.snapshots.slot.pointee.tactile[index]
    return (0..<robot.system.skins[index].taxels).allSatisfy { mask(sample).contains($0) }
  }

  @Test func aBaselineIsTakenAtTheStart() throws {
    var robot = try VirtualRobot(try Fixture.model(text()))
    #expect(
      robot.system.skins.map { robot.system.sensors[$0.sensor].name } == [
        "pads", "skin", "touch", "bubble",
      ])
    #expect(robot.system.skins.map(\.taxels) == [4, 1, 12, 1])
    #expect(robot.system.skins.map(\.components) == [1, 3, 1, 1])
    #expect(robot.system.skins.map(\.unit) == [.siemens, .tesla, .counts, .pascal])
    robot.run(seconds: 6)
    for index in [0, 1, 3] {
      let areTared = areAll(\.tared, robot, index)
      #expect(areTared, "skin \(index)")
    }
    for index in 0..<4 {
      let areWell = areAll(\.health, robot, index)
      #expect(areWell, "skin \(index)")
    }
    #expect(!robot.snapshots.slot.pointee.tactile[2].tared.contains(0))
    // 1 mT along Z is the simulated magnet; at rest nothing is beyond the baseline.
    let first = 4
    #expect(abs(robot.snapshots.slot.pointee.taxelBaselines[first + 2] - 1e-3) < 1e-5)
    #expect(abs(robot.snapshots.slot.pointee.taxelValues[first + 2]) < 1e-5)
  }

  @Test func aBaselineIsTakenOnRequest() throws {
    var robot = try VirtualRobot(try Fixture.model(text()))
    var tares = robot.system.ports.tareWriter()
    robot.run(seconds: 2)
    let before = areAll(\.tared, robot, 2)
    #expect(!before)
    let isAsked = tares.push(2)
    #expect(isAsked)
    robot.run(cycles: 3)
    let during = [areAll(\.taring, robot, 2), areAll(\.taring, robot, 1)]
    #expect(during == [true, false], "the others keep theirs")
    // 16 readings every 10 cycles.
    robot.run(cycles: 200)
    let after = [areAll(\.tared, robot, 2), areAll(\.taring, robot, 2)]
    #expect(after == [true, false])
  }

  @Test(arguments: [
    ("touch: { driver: mpr121, bus: more, address: 0x5A, drift: 3 s }", "touch.drift", "tare"),
    (
      "touch: { driver: mpr121, bus: more, address: 0x5A, tare: none, touch: 5, release: 6 }",
      "touch.release", "twice the noise"
    ),
    ("pads: { driver: ads1115, bus: more, every: 2, tare: none }", "pads", ""),
  ])
  func whatIsNoSkinIsRefused(device: String, path: String, hint: String) throws {
    let error = #expect(throws: ConfigurationErrors.self) {
      _ = try Fixture.model(text("  \(device)\n"))
    }
    let first = try #require(error?.errors.first)
    #expect(first.keyPath == "devices.\(path)")
    #expect((first.hint ?? "").contains(hint), "\(first)")
  }
}
