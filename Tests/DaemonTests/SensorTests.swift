import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// What sensors measure, from the simulated chips to a client.
  @Suite struct SensorTests {
    /// Arm6 with a barometer, a thermometer and an inertial unit more.
    private func robot(in directory: TemporaryDirectory) throws -> String {
      try directory.arm([
        (
          "\njoints:\n",
          """

            air: { driver: bmp280, bus: left, address: 0x76, every: 50 }
            heat: { driver: lm75, bus: left, address: 0x49, every: 100 }
          joints:

          """
        )
      ])
    }

    @Test func tellsWhatTheSensorsAreAndMeasure() throws {
      let directory = try TemporaryDirectory()
      let daemon = try Daemon(robot: try robot(in: directory), in: directory)
      let brain = try Brain(daemon)
      try brain.states(until: { $0.cycle > 600 })
      let catalogue = try brain.sensors()
      #expect(catalogue.map(\.name).suffix(2) == ["air", "heat"])
      #expect(catalogue.map(\.driver).suffix(2) == ["bmp280", "lm75"])
      #expect(catalogue.map(\.every).suffix(2) == [50, 100])
      #expect(catalogue.allSatisfy { Int($0.bus) < brain.info.buses.count })
      // The names that `welcome` gives are the power monitors among them.
      #expect(brain.info.supplies.allSatisfy { catalogue.map(\.name).contains($0) })
      let samples = try brain.sensorSamples()
      #expect(samples.total == UInt16(catalogue.count))
      let air = try #require(catalogue.firstIndex { $0.name == "air" })
      let pressure = try #require(
        catalogue[air].channels.firstIndex { $0.name == "pressure" && $0.unit == "Pa" })
      let reading = samples.sensors[air].channels[pressure]
      #expect(reading.isValid)
      // The simulated weather: 1013.25 hPa.
      #expect(abs(reading.value - 101_325) < 100)
      let devices = try brain.devices()
      #expect(Set(devices.map(\.name)).isSuperset(of: ["air", "heat", "left_pwm", "jaw_angle"]))
      #expect(devices.allSatisfy { $0.health == .good && $0.errors == 0 && !$0.hasLostSettings })
      for sensor in samples.sensors {
        let validAt = try #require(sensor.validAt)
        #expect(validAt + sensor.age == samples.time)
        #expect(sensor.conditions.isDisjoint(with: [.lostSettings, .invalid]))
        #expect(sensor.failures == 0)
      }
    }

    @Test func takesTheBaselineOfASkin() throws {
      let directory = try TemporaryDirectory()
      let file = try directory.arm([
        // The pads take time of their bus.
        ("rate: 500 Hz", "rate: 400 Hz"),
        (
          "\njoints:\n",
          """

            touch: { driver: mpr121, bus: left, address: 0x5A, every: 10, tare: none }
          joints:

          """
        ),
      ])
      let daemon = try Daemon(robot: file, in: directory)
      let brain = try Brain(daemon)
      try brain.states(until: { $0.cycle > 200 })
      let before = try #require(try brain.tactileFrames().skins.first)
      #expect(before.taxels.count == 12)
      #expect(before.taxels.allSatisfy { $0.isValid && !$0.isTared && !$0.isTaring })
      try brain.succeed(.tare(skin: 0))
      let asked = try brain.tactileFrames().cycle
      try brain.states(until: { $0.cycle > asked + 400 })
      let after = try #require(try brain.tactileFrames().skins.first)
      #expect(after.taxels.allSatisfy { $0.isTared && !$0.isTaring })
      let baseline = try #require(after.taxels.first?.components.first)
      // What the electrode reads, within its noise of none.
      #expect(abs(baseline.value) < 1)
      #expect(baseline.baseline > 0)
      #expect(try brain.ask(.tare(skin: 1)).code == .invalid)
    }

    @Test func aRobotWithoutSkinsRefusesATare() throws {
      let daemon = try Daemon()
      let result = try Brain(daemon).ask(.tare(skin: 0))
      #expect(result.code == .invalid)
      #expect(result.english.hasPrefix("the robot has no skin"))
      #expect(result.chinese.hasPrefix("机器人没有触觉皮肤"))
    }

    @Test func aSensorThatIsNoneIsRefusedInBothLanguages() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      for request in [Request.sensors(first: 9), .sensorSamples(first: 9)] {
        let result = try brain.ask(request)
        #expect(result.code == .invalid)
        #expect(result.english.hasPrefix("there is no sensor 9"), "\(result.english)")
        #expect(result.chinese.hasPrefix("没有传感器 9"))
      }
    }
  }
}

extension Brain {
  func sensors() throws -> [SensorInfo] {
    let reply = try wire.request(.sensors(first: 0), timeout: .milliseconds(20_000))
    guard case .sensors(let catalogue) = reply else { throw Failure("no sensors but \(reply)") }
    return catalogue.elements
  }

  func tactileFrames() throws -> TactileFrames {
    let reply = try wire.request(.tactileFrames(first: 0), timeout: .milliseconds(20_000))
    guard case .tactileFrames(let frames) = reply else { throw Failure("no skins but \(reply)") }
    return frames
  }

  func sensorSamples() throws -> SensorSamples {
    let reply = try wire.request(.sensorSamples(first: 0), timeout: .milliseconds(20_000))
    guard case .sensorSamples(let samples) = reply else {
      throw Failure("no samples but \(reply)")
    }
    return samples
  }
}
