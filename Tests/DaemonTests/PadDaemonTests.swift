import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// Tactile pads on a serial line, from the simulated board to a client: Robots/examples/paxini.yaml.
  @Suite struct PadDaemonTests {
    @Test func tellsWhatPadsFeel() throws {
      let daemon = try Daemon(robot: Places.repository + "/Robots/examples/paxini.yaml")
      let brain = try Brain(daemon)
      #expect(brain.info.buses.map(\.name) == ["skin"])
      try brain.states(until: { $0.cycle > 100 })
      let catalogue = try brain.sensors()
      #expect(catalogue.map(\.name) == ["thumb", "palm"])
      #expect(catalogue.map(\.driver) == ["paxini", "paxini"])
      #expect(catalogue.map(\.bus) == [0, 0])
      // 91 frames a second in a loop of 100 Hz.
      #expect(catalogue.map(\.every) == [2, 2])
      #expect(catalogue[0].channels.map(\.unit) == ["N", "N", "N"])
      let samples = try brain.sensorSamples()
      #expect(samples.sensors.allSatisfy { $0.channels.allSatisfy { $0.isValid && $0.value == 0 } })
      let skins = try brain.tactileFrames().skins
      #expect(skins.map(\.taxels.count) == [31, 116] && skins.map(\.components) == [3, 3])
      #expect(skins.allSatisfy { $0.taxels.allSatisfy { $0.isValid && $0.isTared } })
      try brain.succeed(.tare(skin: 1))
      #expect(try brain.ask(.tare(skin: 2)).code == .invalid)
      #expect(try daemon.end() == 0)
    }
  }
}
