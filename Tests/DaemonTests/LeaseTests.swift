import RobotUnits
import RobotWire
import Testing

extension ArmedRobots {
  @Suite struct LeaseTests {
    @Test func oneClientControlsAndEverybodyMayStop() throws {
      try ArmedRobots.withDaemon { daemon in
        var holder: Brain? = try Brain(daemon)
        let other = try Brain(daemon)
        try holder?.arm()
        let orders: [Request] = [
          .arm, .clear, .jog(joint: 0, displacement: 0.1, speed: 1), other.command(JointTarget()),
          .trajectoryBegin(knotCount: 2, jointCount: 6),
          .trajectoryKnots(TrajectoryKnots(first: 0, knots: [])), .trajectoryStart,
        ]
        for order in orders {
          let result = try other.ask(order)
          #expect(result.code == .busy, "\(order)")
          #expect(result.english.contains("another client"))
          #expect(result.chinese.contains("另一个客户端"))
        }
        #expect(try other.freshState().lifecycle == .active)
        try other.succeed(.stop)
        try other.states(until: { $0.lifecycle == .holding })
        try other.succeed(.disarm)
        try other.states(until: { $0.lifecycle == .disarmed })
        // Stopping took nothing over.
        #expect(try other.ask(.arm).code == .busy)
        holder = nil
        try other.states(until: { _ in (try? other.ask(.arm).code) != .busy })
      }
    }

    @Test func theEmergencyStopIsObeyedBeforeAnyClient() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        let hand = try Brain(daemon, stateEvery: 0)
        try brain.arm()
        try brain.jogUntilMoving()
        try hand.succeed(.setLine(name: "estop", isHigh: true))
        let faulted = try brain.last(brain.states(until: { $0.lifecycle == .faulted }))
        #expect(faulted.fault?.code == 501)
        #expect(!faulted.flags.contains(.outputsEnabled))
        #expect(faulted.flags.contains(.eStopPressed))
        #expect(try brain.ask(.arm).code == .faulted)
        let pressed = try brain.ask(.clear)
        #expect(pressed.code == .faulted)
        #expect(pressed.english.contains("still there"))
        #expect(try brain.freshState().lifecycle == .faulted)

        try hand.succeed(.setLine(name: "estop", isHigh: false))
        _ = try brain.freshState()
        try brain.succeed(.clear)
        let cleared = try brain.freshState()
        let states = try brain.states(until: { $0.cycle > cleared.cycle + 50 })
        #expect(
          states.allSatisfy { $0.lifecycle == .disarmed && !$0.flags.contains(.outputsEnabled) })
        try brain.arm()
        #expect(brain.events.map(\.fault.code) == [501])
        try daemon.process.log(until: "fault 501")
      }
    }

    @Test func armsNobodyWhileTheEmergencyStopIsPressed() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      try brain.states(until: { $0.lifecycle == .disarmed })
      try brain.succeed(.setLine(name: "estop", isHigh: true))
      try brain.states(until: { $0.flags.contains(.eStopPressed) })
      let result = try brain.ask(.arm)
      #expect(result.code == .refused)
      #expect(result.english.contains("emergency stop"))
      #expect(result.chinese.contains("急停"))
      #expect(try brain.freshState().lifecycle == .disarmed)
      let unknown = try brain.ask(.setLine(name: "nothing", isHigh: true))
      #expect(unknown.code == .invalid)
    }
  }
}
