import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A joint with an incremental encoder on lines of the board, from the robot file to what it does about lost
/// edges.
@Suite struct PulseEncoderTests {
  private func robot(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.example("quadrature", edit))
  }

  /// On the joint, 4096 counts a turn; its index is 10 deg below position 0.
  private func indexed(_ direction: Int = 1) throws -> VirtualRobot {
    try robot { Self.withIndex($0, direction) }
  }

  private static func withIndex(_ text: String, _ direction: Int = 1) -> String {
    text.replacing(
      "counts_per_turn: 48 }\n      side: actuator\n      ratio: 345",
      with: "z: knee_z, counts_per_turn: 4096 }\n      direction: \(direction)"
    ).replacing("zero: at_start", with: "zero: 10 deg")
      .replacing(
        "  knee_b: ", with: "  knee_z:       { line: GPIO13, edges: pull_up }\n  knee_b: ")
  }

  private func input(_ robot: borrowing VirtualRobot) throws -> SimulatedEdgeInput {
    try #require(robot.world.edges["knee"])
  }

  @Test(arguments: ["", "      direction: -1\n"])
  func itTracksAMotion(_ direction: String) throws {
    var robot = try robot {
      $0.replacing("      side: actuator\n", with: "\(direction)      side: actuator\n")
    }
    #expect(robot.armAndSettle() == Refusal.none)
    for goal in [1.2, -1.2] {
      #expect(robot.move(to: [goal], in: 2) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.005, "\(robot.positions)")
      #expect(robot.joints[0].maximumError < 0.05, "\(robot.joints[0].maximumError)")
    }
    #expect(robot.faults.isEmpty)
    // 345 motor revolutions to one of the joint: it counted through 400 of them and back.
    #expect(robot.joints[0].age == 0)
  }

  // MARK: Where zero is

  @Test(arguments: [1, -1])
  func withoutItsIndexItIsNotArmed(_ direction: Int) throws {
    var robot = try indexed(direction)
    // Away from the index.
    robot.world.plant.push(joint: 0, effort: 0.3 * Double(direction))
    robot.run(seconds: 0.2)
    robot.world.plant.push(joint: 0, effort: 0)
    robot.run(seconds: 0.2)
    #expect(robot.lifecycle == .disarmed, "it measures all the same")
    #expect(robot.joints[0].age == 0)
    #expect(robot.ask(.arm) == .positionUnknown)
    let result = try #require(robot.results.last)
    #expect(result.joint == 0)
    let text = Refusal.positionUnknown.text(jointName: "knee")
    #expect(text.english.contains("index") && text.english.contains("zero: at_start"))
    #expect(text.chinese.contains("zero: at_start"))

    // By hand over the index, wherever that is: 10 deg of the encoder to the side of position 0.
    var cycles = 0
    let toward = direction > 0 ? -0.3 : 0.3
    let goal = direction > 0 ? -0.25 : 0.25
    while (robot.positions[0] - goal) * toward < 0, cycles < 2_000 {
      robot.world.plant.push(joint: 0, effort: toward)
      robot.run(cycles: 1)
      cycles += 1
    }
    robot.world.plant.push(joint: 0, effort: 0)
    robot.run(seconds: 0.5)
    // Two counts of 4096.
    #expect(abs(robot.joints[0].measuredPosition - robot.positions[0]) < 0.0031)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.5], in: 1) == Refusal.none)
    #expect(abs(robot.positions[0] - 0.5) < 0.01)
    #expect(robot.faults.isEmpty)
  }

  // MARK: Lost edges

  /// A gap in the kernel's numbers.
  @Test func lostEdgesStopTheRobot() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.ask(.jog, joint: 0, displacement: 1, speed: 1) == Refusal.none)
    robot.run(seconds: 0.2)
    try input(robot).skip(3)
    robot.run(cycles: 2)
    #expect(robot.faults.map(\.code) == [.edgesLost])
    #expect(robot.faults.first?.joint == 0 && robot.outputsEnabled == false)
    robot.run(seconds: 0.5)
    #expect(robot.joints[0].age > 50, "no sample is believed any more")
    #expect(robot.ask(.clear) == Refusal.none)
    // Nothing but a new start tells where it stands.
    #expect(robot.ask(.arm) == .positionUnknown)
  }

  /// Two edges so near that the interrupt found the same level twice.
  @Test func anEdgeToTheLevelThatALineHasIsNoStep() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    let input = try input(robot)
    let before = robot.joints[0].measuredPosition
    let levels = try input.levels()
    for _ in 0..<2 { input.report(levels & 1 != 0, line: 0, at: robot.world.clock.now) }
    robot.run(cycles: 2)
    #expect(robot.faults.isEmpty)
    // 1 count of 48 · 345 in a turn.
    #expect(abs(robot.joints[0].measuredPosition - before) < 0.0008)
  }

  /// With an index the encoder finds itself again.
  @Test func theIndexFindsThePositionAgain() throws {
    var robot = try indexed()
    func swing(_ effort: Double, to goal: Double) {
      var cycles = 0
      while (robot.positions[0] - goal) * effort < 0, cycles < 2_000 {
        robot.world.plant.push(joint: 0, effort: effort)
        robot.run(cycles: 1)
        cycles += 1
      }
      robot.world.plant.push(joint: 0, effort: 0)
      robot.run(seconds: 0.5)
    }
    swing(-0.3, to: -0.3)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.ask(.jog, joint: 0, displacement: 0.5, speed: 1) == Refusal.none)
    robot.run(seconds: 0.3)
    try input(robot).skip(1)
    robot.run(cycles: 3)
    #expect(robot.faults.map(\.code) == [.edgesLost])
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == .positionUnknown)
    swing(0.3, to: 0.2)
    swing(-0.3, to: -0.3)
    #expect(abs(robot.joints[0].measuredPosition - robot.positions[0]) < 0.0031)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.faults.count == 1)
  }

  @Test func aChipThatIsGoneIsALostEncoder() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    try input(robot).unplug(true)
    robot.run(cycles: 4)
    #expect(robot.faults.map(\.code) == [.encoderLost])
    try input(robot).unplug(false)
    robot.run(cycles: 20)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none, "the kernel kept the edges meanwhile")
  }

  @Test func aShaftThatTurnsAtTheStartIsToldSo() throws {
    let model = try Fixture.example("quadrature")
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual))
    let hardware = world.hardware
    #expect(throws: SetUpError.self) {
      _ = try RobotSystem(
        model,
        on: Hardware(
          adapters: hardware.adapters, inputs: hardware.inputs, outputs: hardware.outputs,
          edges: [Restless()]))
    }
    let error = #expect(throws: SetUpError.self) {
      _ = try RobotSystem(
        model,
        on: Hardware(
          adapters: hardware.adapters, inputs: hardware.inputs, outputs: hardware.outputs))
    }
    #expect(error?.device == "encoder of knee" && error?.place == "lines knee_a, knee_b")
  }

  /// Has an edge whenever it is asked.
  private final class Restless: EdgeInput {
    let lineCount = 2
    func drain(into edges: inout MutableSpan<LineEdge>) throws(BusError) -> Int {
      edges[0] = LineEdge(
        line: 0, isRising: true, time: MonotonicInstant(nanoseconds: 0), sequence: 1)
      return 1
    }
    func levels() throws(BusError) -> UInt64 { 0 }
  }

  // MARK: The file

  @Test func whatTheFileSaysWrong() throws {
    let text = try Fixture.exampleText("quadrature")
    func refusals(_ old: String, _ new: String) -> [String] {
      Fixture.refusals(text.replacing(old, with: new))
    }
    let path = "joints.knee.encoder"
    #expect(
      refusals("zero: at_start", "zero: 0.5 rad") == [
        "30:13: \(path).zero: an incremental encoder without an index never knows where this is"
      ])
    #expect(
      refusals("zero: at_start", "zero: at_end").first?.hasPrefix("30:13: \(path).zero: ") == true)
    #expect(
      refusals("counts_per_turn: 48", "counts_per_turn: 50") == [
        "26:60: \(path).quadrature.counts_per_turn: 50 is no multiple of 4: each period of A has four edges"
      ])
    #expect(
      refusals("a: knee_a", "a: estop") == [
        "26:24: \(path).quadrature.a: the edges of \"estop\" are not counted"
      ])
    #expect(
      refusals("b: knee_b", "b: knee_a") == [
        "26:35: \(path).quadrature.b: \"knee_a\" is another line of this encoder already"
      ])
    #expect(
      refusals("b: knee_b", "b: knee_c").first?.hasPrefix(
        "26:35: \(path).quadrature.b: no line is named \"knee_c\"") == true)
    #expect(
      refusals("GPIO6, edges: pull_up", "GPIO6, edges: none") == [
        "26:35: \(path).quadrature.b: its line has none, and that of a has pull_up"
      ])
    #expect(
      refusals("[-90 deg, 90 deg]", "[10 deg, 90 deg]").first?.contains(
        "\(path).zero: the joint cannot stand at position 0 at the start") == true)
    #expect(
      refusals("counts_per_turn: 48", "counts_per_turn: 2000").first?.contains(
        "\(path).quadrature.counts_per_turn: 219633 edges per second") == true)
    #expect(
      refusals(
        "quadrature: { a: knee_a, b: knee_b, counts_per_turn: 48 }",
        "quadrature: { a: knee_a, b: knee_b, counts_per_turn: 48 }\n      device: pwm"
      ).first == "27:7: \(path).device: cannot stand beside quadrature")
    // Within one turn of the index, as with an absolute encoder.
    #expect(
      Fixture.refusals(
        Self.withIndex(text).replacing("[-90 deg, 90 deg]", with: "[-200 deg, 200 deg]")
      ).first?.contains("comes round once") == true)
  }
}
