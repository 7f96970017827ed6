import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct DemoScriptTests {
  @Test func pressesRecoversAndPlaysToTheEnd() throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    let statistics = try play(on: daemon, listener)
    #expect(statistics.faults == 1)
    let acts = daemon.requests.filter {
      switch $0 {
      case .arm, .disarm, .clear, .trajectoryStart, .setLine: true
      default: false
      }
    }
    #expect(
      acts == [
        .arm, .trajectoryStart, .setLine(name: "estop", isHigh: true),
        .setLine(name: "estop", isHigh: false), .clear, .arm, .trajectoryStart, .disarm,
      ])
    for text in ["fault 501 happened", "发生故障 501"] {
      let isTold = listener.output.contains(text)
      #expect(isTold)
    }
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

  private func play(on daemon: FakeDaemon, _ listener: Listener) throws -> StatisticsSnapshot {
    let motion = try MotionFile.load(
      text: Array("motion: nod\nsteps:\n  - move: { pan: 1 rad }\n".utf8), file: "m")
    return try DemoScript(
      session: try DaemonSession(path: daemon.path), motion: motion, console: listener.console(),
      isQuiet: false
    ).run()
  }
}
