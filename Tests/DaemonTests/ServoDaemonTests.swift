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
      let states = try brain.states(until: { $0.lifecycle == .disarmed && $0.cycle > 600 })
      #expect(states.allSatisfy { $0.isOff && $0.fault == nil })
      let last = try brain.last(states)
      #expect(last.joints.allSatisfy { $0.age == 0 })
      // Nobody holds it. Gravity turns neither pan, roll nor jaw; the lift sinks to its stop, 0.01 rad beyond its
      // limit, and what hangs on it comes to rest near the vertical.
      let positions = last.joints.map(\.measuredPosition)
      for joint in [0, 4, 5] { #expect(abs(positions[joint]) < 0.005, "joint \(joint)") }
      #expect(abs(positions[1] - 1.75533) < 0.005)
      #expect(abs(positions[2]) < 0.1 && abs(positions[3]) < 0.05, "\(positions)")
      // Every servo answered in every cycle.
      #expect(try brain.statistics().buses.map(\.failures) == [0])
      #expect(try daemon.end() == 0)
    }
  }
}
