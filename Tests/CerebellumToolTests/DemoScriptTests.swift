import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct DemoScriptTests {
  @Test func pressesRecoversAndPlaysToTheEnd() throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    let result = try play(on: daemon, listener)
    #expect(result.statistics.faults == 1)
    let acts = daemon.requests.filter {
      switch $0 {
      case .arm, .disarm, .clear, .trajectoryStart, .setLine: true
      default: false
      }
    }
    #expect(
      acts == [
        .arm, .trajectoryStart, .setLine(name: "estop", isHigh: true),
        .setLine(name: "estop", isHigh: false), .clear, .arm, .trajectoryStart, .arm, .arm,
        .disarm,
      ])
    for text in ["fault 501 happened", "发生故障 501"] {
      let isTold = listener.output.contains(text)
      #expect(isTold)
    }
  }

  /// The lift is in the upper half of its range, and springs are 1.1 times as stiff as commanded.
  @Test func aHandMovesTheArmAndFindsItsStiffness() throws {
    var robot = FakeRobot()
    robot.positions[1] = 0.5
    robot.efforts[1] = -3
    let daemon = try FakeDaemon(robot)
    let hand = try play(on: daemon, Listener()).hand
    #expect(hand.guiding.joint == "lift")
    #expect(hand.guiding.drift == 0)
    #expect(hand.guiding.moved < -0.3)
    #expect(hand.guiding.after == 0)
    for (row, stiffness) in zip(hand.sweep, [5.0, 10, 20, 40]) {
      #expect(row.commanded == stiffness)
      #expect(abs(row.measured / stiffness - 1.1) < 1e-9)
    }
    var pushes = daemon.requests.filter { if case .push = $0 { true } else { false } }
    #expect(pushes.first == .push(joint: 1, effort: -0.4))
    #expect(pushes.popLast() == .push(joint: 1, effort: 0))
    // The last push of 40 N.m/rad: 0.6 of the effort limit of 2 N.m, not 4 N.m for 0.1 rad.
    #expect(pushes.last == .push(joint: 1, effort: -1.2))
  }

  @Test func outputsThatStayOnAreAFailure() throws {
    var robot = FakeRobot()
    robot.keepsOutputsOn = true
    let daemon = try FakeDaemon(robot)
    let failure = try #require(throws: ToolFailure.self) { try play(on: daemon, Listener()) }
    #expect(failure.exit == .hardware)
    let saysSo = failure.message.english.contains("outputs were still on")
    #expect(saysSo)
  }

  @Test func anotherFaultIsAFailure() throws {
    var robot = FakeRobot()
    robot.faultAtTick = 9
    let daemon = try FakeDaemon(robot)
    let failure = try #require(throws: ToolFailure.self) { try play(on: daemon, Listener()) }
    #expect(failure.exit == .fault)
    #expect(failure.message.english == "fault 403 happened")
  }

  private func play(on daemon: FakeDaemon, _ listener: Listener) throws -> DemoScript.Result {
    let motion = try MotionFile.load(
      text: Array("motion: nod\nsteps:\n  - move: { pan: 1 rad }\n".utf8), file: "m")
    return try DemoScript(
      session: try DaemonSession(path: daemon.path), motion: motion, console: listener.console(),
      isQuiet: false
    ).run()
  }
}
