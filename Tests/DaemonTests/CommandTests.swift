import RobotUnits
import RobotWire
import Testing

extension ArmedRobots {
  @Suite struct CommandTests {
    @Test func checksACommandBeforeTheLoopSeesIt() throws {
      try ArmedRobots.withDaemon([
        ("rate: 500 Hz", "rate: 500 Hz\ncommand_timeout: 60 s")
      ]) { daemon in
        let brain = try Brain(daemon)
        #expect(try brain.ask(brain.command(JointTarget(position: 0))).code == .refused)
        try brain.arm()
        for (target, code) in [
          (JointTarget(kp: -1), RequestResult.Code.invalid), (JointTarget(kd: -1e-9), .invalid),
          (JointTarget(), .ok), (JointTarget(velocity: 0), .ok), (JointTarget(kp: 0, kd: 0), .ok),
        ] {
          #expect(
            try brain.ask(brain.command(target, validFor: .milliseconds(10_000))).code == code,
            "\(target)")
        }
        for count in [0, 5, 7] {
          let joints = [JointTarget](repeating: JointTarget(), count: count)
          let result = try brain.ask(.command(validFor: .milliseconds(100), joints: joints))
          #expect(result.code == .invalid)
          #expect(result.english.contains("6 joints"))
          #expect(result.chinese.contains("6 个关节"))
        }
        let late = try brain.ask(
          brain.command(JointTarget(), validFor: TimeSpan(nanoseconds: 1)))
        #expect(late.code == .refused)
        #expect(late.english.contains("deadline"))
        #expect(late.chinese.contains("有效期"))
      }
    }

    /// A latched fault and its cause, a line each.
    @Test func aRefusalToArmListsAllReasons() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        #expect(try brain.ask(.examine).code == .ok)
        try brain.succeed(.setLine(name: "estop", isHigh: true))
        try brain.states(until: { $0.lifecycle == .faulted })
        let answer = try brain.ask(.examine)
        #expect(answer.code == .faulted)
        let lines = answer.english.split(separator: "\n")
        #expect(lines.count == 3, "\(lines)")
        #expect(lines.first == "2 things forbid to arm:")
        #expect(lines.dropFirst().first?.hasPrefix("- a fault is latched") == true)
        #expect(lines.last?.hasPrefix("- the emergency stop is pressed") == true)
        #expect(answer.chinese.hasPrefix("有 2 项原因禁止 arm：\n- "))
      }
    }

    /// Somebody kept the frame that armed the robot, and plays it back.
    @Test func aFrameIsTakenOnce() throws {
      try ArmedRobots.withDaemon { daemon in
        let observer = try Brain(daemon)
        let header = FrameHeader(
          sequence: 5, answers: 0, sentAt: MonotonicInstant(nanoseconds: 1_000_000_000))
        let arm = try Envelope(header: header, message: RobotWire.Request.arm).frame()
        let foreign = try ForeignSocket(daemon.socket)
        try observer.states(until: { $0.cycle > 100 })
        #expect(foreign.send(arm))
        try observer.states(until: { $0.lifecycle == .active })
        try observer.succeed(.disarm)
        try observer.states(until: { $0.lifecycle == .disarmed })
        let start = try observer.freshState().cycle
        for _ in 0..<15 { #expect(foreign.send(arm)) }
        try observer.states(until: {
          #expect($0.lifecycle == .disarmed)
          return $0.cycle > start + 100
        })
        // After the sixteenth it is no conversation.
        #expect(foreign.send(arm))
        try foreign.waitForHangUp()
        try daemon.process.log(until: "or old ones; hung up")
      }
    }

    @Test func jogsAndMotionsAreNotTakenOver() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.jogUntilMoving()
        #expect(try brain.ask(brain.command(JointTarget(position: 0))).code == .busy)
        try brain.succeed(.stop)
        try brain.states(until: { $0.lifecycle == .holding })
        #expect(try brain.ask(.jog(joint: 6, displacement: 0.1, speed: 1)).code != .ok)
        try brain.arm()
        #expect(try brain.ask(.jog(joint: 6, displacement: 0.1, speed: 1)).code == .invalid)
        #expect(try brain.ask(.jog(joint: 4, displacement: 0.1, speed: 0)).code == .invalid)
        #expect(try brain.ask(.jog(joint: 4, displacement: 9, speed: 1)).code == .refused)
      }
    }

    /// Not patient: a joint that seems fast after a pause is one whose motor brakes with more than its limit,
    /// whatever drives it.
    @Test func noStreamLeadsBeyondALimit() throws {
      try ArmedRobots.withDaemon(
        [("rate: 500 Hz", "rate: 500 Hz\ncommand_timeout: 60 s")], isPatient: false
      ) { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        var seen = 0
        var frame = 0
        while seen < 400 {
          // Far outside, now on this side and now on that.
          let far = [1e6, -1e6, 100, -3, .nan][frame / 20 % 5]
          let fast = [1e3, -1e3, .nan][frame / 7 % 3]
          frame += 1
          let result = try brain.ask(
            brain.command(
              JointTarget(position: far, velocity: fast), validFor: .milliseconds(10_000))
          )
          let state = try brain.nextState()
          for (joint, limits) in zip(state.joints, brain.info.joints) {
            #expect(
              joint.referencePosition >= limits.lower - 1e-9, "\(limits.name), frame \(frame)")
            #expect(
              joint.referencePosition <= limits.upper + 1e-9, "\(limits.name), frame \(frame)")
            #expect(abs(joint.referenceVelocity) <= limits.velocity + 1e-9)
            #expect(abs(joint.effortApplied) <= limits.effort + 1e-9)
          }
          seen += 1
          // A fault is safe, and the end of this stream; so is a pause of this test.
          guard result.code == .ok, state.lifecycle == .active else { break }
        }
        #expect(seen > 20)
      }
    }
  }

  @Suite struct UploadTests {
    @Test func refusesAMotionThatDoesNotFit() throws {
      try ArmedRobots.withDaemon { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        let good = try brain.knots(by: 0.2, seconds: 0.5)
        func changed(_ change: (inout [Knot]) -> Void) -> [Knot] {
          var knots = good
          change(&knots)
          return knots
        }
        try expect(brain.ask(.trajectoryStart), .invalid, "no motion", "尚未上传")
        try expect(
          brain.ask(.trajectoryKnots(TrajectoryKnots(first: 0, knots: good))), .invalid,
          "no motion",
          "尚未上传")
        for (count, joints) in [(0, 6), (1, 6), (4097, 6), (2, 5), (2, 7)] {
          try expect(
            brain.ask(.trajectoryBegin(knotCount: UInt32(count), jointCount: UInt16(joints))),
            .invalid, "2...4096 knots of 6 joints", "6 个关节")
        }
        for (first, knots, english, chinese) in [
          (1, good, "knot 0 is next", "应为节点 0"),
          (0, good + good, "more than the 2", "多于"),
          (0, changed { $0[0].time = 0.1 }, "times begin at 0", "必须从 0 开始并递增"),
          (0, changed { $0[1].time = 0 }, "times begin at 0", "必须从 0 开始并递增"),
          (0, changed { $0[1].joints[4].position = 3 }, "wrist_roll at 3.0 rad is outside", "超出"),
          (
            0, changed { for index in 0..<2 { $0[index].joints.removeLast() } }, "6 joints", "6 个关节"
          ),
        ] {
          try brain.succeed(.trajectoryBegin(knotCount: 2, jointCount: 6))
          try expect(
            brain.ask(.trajectoryKnots(TrajectoryKnots(first: UInt32(first), knots: knots))),
            .invalid, english, chinese)
          try expect(brain.ask(.trajectoryStart), .invalid, "no motion", "尚未上传")
        }
        try brain.upload(changed { for index in 0..<2 { $0[index].joints[4].position += 0.1 } })
        try expect(brain.ask(.trajectoryStart), .refused, "wrist_roll", "运动起点")
        #expect(try brain.freshState().lifecycle == .active)

        try brain.upload(good)
        try brain.succeed(.trajectoryStart)
        // The loop reads the knots now.
        try expect(
          brain.ask(.trajectoryBegin(knotCount: 2, jointCount: 6)), .busy, "armed robot at rest",
          "静止")
        let states = try brain.states(until: { $0.motion.state == .finished })
        let end = try brain.last(brain.states(until: { $0.joints[4].referenceVelocity == 0 }))
        #expect(states.allSatisfy { $0.lifecycle == .active })
        #expect(abs(end.joints[4].referencePosition - good[1].joints[4].position) < 1e-3)
      }
    }

    private func expect(
      _ result: RequestResult, _ code: RequestResult.Code, _ english: String, _ chinese: String
    ) throws {
      #expect(result.code == code, "\(result)")
      #expect(result.english.contains(english), "\(result)")
      #expect(result.chinese.contains(chinese), "\(result)")
    }
  }
}
