import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// The SO-101, whose joints are servos on a serial line.
  @Suite struct ServoDaemonTests {
    @Test func startsTheSO101Disarmed() throws {
      let daemon = try Daemon(robot: Places.so101)
      let brain = try Brain(daemon)
      #expect(
        brain.info.joints.map(\.name) == [
          "shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper",
        ])
      #expect(brain.info.buses.map(\.name) == ["arm"])
      #expect(brain.info.rate.hertz == 200)
      let states = try brain.states(until: { $0.lifecycle == .disarmed && $0.cycle > 100 })
      #expect(states.allSatisfy { $0.isOff })
      let last = try brain.last(states)
      // Nobody holds it: its lift sinks to its stop, and no joint goes beyond.
      #expect(last.joints.allSatisfy { abs($0.measuredPosition) < 3 })
      #expect(try daemon.end() == 0)
    }
  }
}
