import Glibc
import RobotUnits
import RobotWire
import Testing

extension ArmedRobots {
  @Suite struct StopTests {
    @Test(arguments: [1, 2])
    func brakesBeforeItEnds(signals: Int) throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.jogUntilMoving()
        daemon.process.send(SIGTERM)
        var states = try brain.states(until: { $0.lifecycle == .stopping })
        let first = states.count - 1
        if signals == 2 { daemon.process.send(SIGINT) }
        states += try brain.states(until: { $0.lifecycle == .disarmed })
        expectBraking(Array(states[first...]), brain.info)
        #expect(try !brain.last(states).flags.contains(.outputsEnabled))
        #expect(try daemon.process.exitStatus() == 0)
        #expect(try daemon.process.lastWords().contains("stopped; the outputs are off"))
      }
    }

    @Test func refusesOrdersWhileItStops() throws {
      // Slow enough to brake that an order comes in between: 1 rad/s takes 2 s.
      try ArmedRobots.withDaemon([("acceleration: 20 rad/s^2", "acceleration: 0.5 rad/s^2")]) {
        daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.succeed(.jog(joint: 4, displacement: 2.5, speed: 1))
        try brain.states(until: { $0.joints[4].referenceVelocity > 0.5 })
        daemon.process.send(SIGTERM)
        var states = try brain.states(until: { $0.lifecycle == .stopping })
        for order in [Request.arm, .clear, .jog(joint: 4, displacement: 0.1, speed: 1)] {
          let result = try brain.ask(order)
          #expect(result.code == .refused)
          #expect(result.english.contains("stopping"))
        }
        states = try brain.states(until: { $0.lifecycle == .disarmed })
        expectBraking(states, brain.info)
        #expect(try daemon.process.exitStatus() == 0)
      }
    }

    @Test func clientsMayStopAndDisarmWhoeverMoves() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        let other = try Brain(daemon, stateEvery: 0)
        try brain.arm()
        try brain.jogUntilMoving()
        try other.succeed(.stop)
        try brain.states(until: { $0.lifecycle == .holding })
        try brain.arm()
        try other.succeed(.disarm)
        let states = try brain.states(until: { $0.lifecycle == .disarmed })
        #expect(states.last?.fault == nil)
      }
    }

    private func expectBraking(_ states: [StateSnapshot], _ info: RobotInfo) {
      for (before, after) in zip(states, states.dropFirst())
      where after.lifecycle == .stopping && before.lifecycle == .stopping {
        let seconds = Double(after.cycle - before.cycle) / info.rate.hertz
        for (joint, limits) in info.joints.enumerated() {
          let from = before.joints[joint].referenceVelocity
          let to = after.joints[joint].referenceVelocity
          #expect(abs(to) <= abs(from) + 1e-9, "cycle \(after.cycle), joint \(joint)")
          #expect(
            abs(to - from) <= limits.acceleration * seconds + 1e-9,
            "cycle \(after.cycle), joint \(joint)")
        }
      }
    }
  }
}
