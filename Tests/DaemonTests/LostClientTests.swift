import Glibc
import RobotUnits
import RobotWire
import Testing

extension ArmedRobots {
  @Suite struct LostClientTests {
    @Test func aMotionEndsWithTheToolThatStartedIt() throws {
      try ArmedRobots.withDaemon { daemon in
        let observer = try Brain(daemon)
        try Brain(daemon, stateEvery: 0).arm(watchedBy: observer)
        let tool = try Child([Places.tool, "run", Places.sine, "--socket", daemon.socket])
        try observer.states(until: { state in
          state.motion.state == .running
            && state.joints.contains { abs($0.referenceVelocity) > 0.2 }
        })
        tool.send(SIGKILL)
        #expect(try tool.exitStatus() == 128 + SIGKILL)
        let states = try observer.states(until: { $0.lifecycle == .holding })
        #expect(states.last?.joints.allSatisfy { $0.referenceVelocity == 0 } == true)
        try daemon.process.log(
          until: "the client of process \(tool.pid) that moved the robot is gone")
        #expect(states.last?.fault == nil)
      }
    }

    /// The order of a client that is dead before the loop has looked at it.
    @Test func nobodysJogIsNotCarriedOut() throws {
      try ArmedRobots.withDaemon { daemon in
        let observer = try Brain(daemon)
        var last: Brain? = try Brain(daemon, stateEvery: 0)
        try last?.arm(watchedBy: observer)
        observer.expectsStalls = true
        daemon.process.send(SIGSTOP)
        _ = try last?.wire.send(
          .jog(joint: 4, displacement: 2, speed: 1), timeout: .milliseconds(1000))
        last = nil
        daemon.process.send(SIGCONT)
        let states = try observer.states(until: {
          $0.lifecycle == .holding || $0.lifecycle == .faulted || $0.joints[4].referencePosition > 1
        })
        // The freeze may have been long enough for a fault, which stops the robot as well.
        #expect(states.last?.lifecycle != .active)
      }
    }

    @Test func aStreamEndsAsTheRobotFileSays() throws {
      // All let go but the wrist's roll, which holds; the gripper is not even damped.
      try ArmedRobots.withDaemon([
        ("rate: 500 Hz", "rate: 500 Hz\ncommand_timeout: 5 s"),
        ("on_loss: hold\n\n  gripper:", "on_loss: HOLD\n\n  gripper:"),
        ("on_loss: hold\n\n", "on_loss: damp\n\n"), ("on_loss: hold", "on_loss: coast"),
        ("on_loss: HOLD", "on_loss: hold"),
      ]) { daemon in
        let observer = try Brain(daemon)
        var streaming: Brain? = try Brain(daemon)
        try streaming?.arm()
        try streaming?.stream(
          JointTarget(velocity: 0.3), until: { $0.joints[4].referenceVelocity > 0.25 })
        let end = Deadline.now()
        streaming = nil
        let states = try observer.states(until: { $0.lifecycle == .holding })
        let state = try observer.last(states)
        // Not the 5 s that the last command was to be valid for.
        #expect(Double(state.time.nanoseconds) * 1e-9 - end < 3)
        let later = try observer.last(observer.states(until: { $0.cycle > state.cycle + 20 }))
        #expect(later.joints.allSatisfy { $0.limiting.contains(.commandLost) })
        #expect(later.joints[4].referencePosition == state.joints[4].referencePosition)
        #expect(later.joints[5].effortApplied == 0)
        #expect(later.joints[0].referenceVelocity == 0)
        try daemon.process.log(until: "that moved the robot is gone")
      }
    }

    @Test func aCommandThatIsNotRepeatedExpires() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        // The robot file's 100 ms, whatever the client says.
        try brain.succeed(
          brain.command(JointTarget(velocity: 0.1), validFor: .milliseconds(10_000)))
        let start = Deadline.now()
        let states = try brain.states(until: { $0.lifecycle == .holding })
        #expect(Double(try brain.last(states).time.nanoseconds) * 1e-9 - start < 3)
        #expect(states.last?.joints.allSatisfy { $0.limiting.contains(.commandLost) } == true)
      }
    }

    /// The last command may still be valid when the robot is armed again.
    @Test func armingDoesNotGoOnWithAnOldStream() throws {
      try ArmedRobots.withDaemon([("rate: 500 Hz", "rate: 500 Hz\ncommand_timeout: 60 s")]) {
        daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.stream(
          JointTarget(velocity: 0.3), validFor: .milliseconds(10_000),
          until: { $0.joints[4].referenceVelocity > 0.25 })
        try brain.succeed(.stop)
        try brain.states(until: { $0.lifecycle == .holding })
        try brain.succeed(.arm)
        try brain.states(until: { $0.lifecycle == .active })
        for _ in 0..<50 {
          let state = try brain.freshState()
          #expect(state.lifecycle == .active)
          #expect(state.joints[4].referenceVelocity == 0)
        }
      }
    }

    @Test func anUploadEndsWithItsClient() throws {
      try ArmedRobots.withDaemon { daemon in
        let observer = try Brain(daemon)
        var uploading: Brain? = try Brain(daemon)
        try uploading?.arm()
        try uploading?.succeed(.trajectoryBegin(knotCount: 4000, jointCount: 6))
        let knots = try uploading?.knots(by: 0.1, seconds: 1) ?? []
        try uploading?.succeed(.trajectoryKnots(TrajectoryKnots(first: 0, knots: knots)))
        uploading = nil
        let next = try Brain(daemon)
        // The lease is free as soon as the daemon has seen the end of its holder.
        let deadline = Deadline()
        while try next.ask(.trajectoryStart).code == .busy, !deadline.hasPassed {
          _ = try next.freshState()
        }
        #expect(try next.ask(.trajectoryStart).code == .invalid)
        #expect(try observer.freshState().lifecycle == .active)
        try next.upload(try next.knots(by: 0.1, seconds: 0.5))
        try next.succeed(.trajectoryStart)
        try next.states(until: { $0.motion.state == .finished })
      }
    }
  }
}

extension Brain {
  /// Arms, with the states that `observer` gets.
  func arm(watchedBy observer: Brain) throws {
    let deadline = Deadline()
    while try ask(.arm).code != .ok {
      guard !deadline.hasPassed else { throw Failure("not armed") }
      _ = try observer.freshState()
    }
    try observer.states(until: { $0.lifecycle == .active })
  }
}
