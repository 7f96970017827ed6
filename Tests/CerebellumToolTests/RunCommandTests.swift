import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct RunCommandTests {
  private let motion: TemporaryFile

  init() throws {
    motion = try TemporaryFile(
      "motion: nod\nsteps:\n  - move: { pan: 1 rad }\n    in: 2 s\n  - hold: 0.5 s\n")
  }

  @Test func playsAMotionFromThePresentPositions() throws {
    let daemon = try armed()
    let listener = Listener()
    try run(["run", motion.path], on: daemon, listener.console())
    #expect(daemon.knots.map(\.time) == [0, 2, 2.5])
    #expect(daemon.knots.first?.joints.map(\.position) == [0.25, -0.5])
    #expect(daemon.knots.last?.joints.map(\.position) == [1, -0.5])
    let showsTracking = listener.output.contains("lift            0.00400  0.02000")
    #expect(showsTracking, "\(listener.output)")
  }

  @Test func saysWhatIsMissing() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try run(["run", motion.path], on: try FakeDaemon(), Listener().console())
    }
    #expect(failure.exit == .refused)
    #expect(failure.message.english == "the robot is disarmed: run \"cerebellum arm\" first")
  }

  @Test func wrongFileIsThreeAndBeginsWithItsPlace() throws {
    let file = try TemporaryFile("motion: nod\nsteps:\n  - move: { neck: 1 rad }\n")
    let listener = Listener()
    let failure = try #require(throws: ToolFailure.self) {
      try run(["run", file.path], on: try armed(), listener.console())
    }
    #expect(failure.exit == .configuration)
    listener.console().fail(failure, asJSON: true)
    let place = listener.errors.hasPrefix("\(file.path):3:13: steps[0].move.neck: the robot has no")
    #expect(place, "\(listener.errors)")
    let object = listener.output.contains("\"line\": 3, \"column\": 13")
    #expect(object, "\(listener.output)")
  }

  @Test func faultOnTheWayIsSixWithItsText() throws {
    let daemon = try armed { $0.faultAtTick = 4 }
    let failure = try #require(throws: ToolFailure.self) {
      try run(["run", motion.path], on: daemon, Listener().console())
    }
    #expect(failure.exit == .fault)
    #expect(failure.message.english == "fault 403 happened")
    #expect(failure.message.chinese == "发生故障 403")
  }

  @Test func interruptionStopsTheRobot() throws {
    let daemon = try armed()
    let listener = Listener()
    listener.isInterrupted = { daemon.requests.contains(.trajectoryStart) }
    let failure = try #require(throws: ToolFailure.self) {
      try run(["run", motion.path], on: daemon, listener.console())
    }
    #expect(failure.exit == .interrupted)
    #expect(daemon.requests.last { $0 == .stop } == .stop)
    #expect(listener.output.hasSuffix("Stopped: the robot is at rest (holding).\n"))
  }

  /// The motion goes on, and the person hears why it was slower.
  @Test func aDegradedRobotPlaysAndSaysSo() throws {
    let daemon = try armed {
      $0.lifecycle = .degraded
      $0.degradation = FaultEvidence(code: 206, joint: 0, value: 6, limit: 5)
    }
    let listener = Listener()
    try run(["run", motion.path, "--json"], on: daemon, listener.console())
    #expect(listener.output.hasPrefix("{\"motion\""))
    #expect(listener.errors.hasPrefix("joint pan: its encoder is degraded: "), "\(listener.errors)")
  }

  @Test func lostDaemonIsFour() throws {
    let daemon = try armed { $0.diesAtTick = 3 }
    let failure = try #require(throws: ToolFailure.self) {
      try run(["run", motion.path], on: daemon, Listener().console())
    }
    #expect(failure.exit == .hardware)
    let saysSo = failure.message.english.contains("closed the connection")
    #expect(saysSo, "\(failure.message)")
  }

  @Test func longMotionsGoInSeveralFrames() throws {
    let file = try TemporaryFile(
      "motion: long\nsteps:\n  - sine: { pan: 0.1 rad }\n    frequency: 1 Hz\n    for: 60 s\n")
    let daemon = try armed()
    try run(["run", file.path, "--json"], on: daemon, Listener().console())
    // 65 536 bytes hold (65 536 - 40) / 56 = 1169 knots of two joints; 20 ms a knot.
    #expect(daemon.knots.count == 3001)
    let parts = daemon.requests.count {
      if case .trajectoryKnots = $0 { true } else { false }
    }
    #expect(parts == 3)
  }

  private func armed(_ change: (inout FakeRobot) -> Void = { _ in }) throws -> FakeDaemon {
    var robot = FakeRobot()
    robot.lifecycle = .active
    change(&robot)
    return try FakeDaemon(robot)
  }
}
