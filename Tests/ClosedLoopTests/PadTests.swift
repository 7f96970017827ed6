import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Tactile pads whose board sends on its own, beside a joint, from the pressed taxel to the snapshot.
@Suite struct PadTests {
  /// Bit 2 of the bitmap's second byte: the tenth place.
  @Test func aModuleThatTheFileDoesNotNameIsTold() throws {
    let model = try Fixture.model(PadRobot.text())
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual))
    let board = try #require(world.pads["skin"]?.board)
    #expect(try RobotSystem(model, on: world.hardware).warnings.isEmpty)
    board.load(register: 0x11, value: board.peek(register: 0x11) | 0x04)
    let warning = try #require(try RobotSystem(model, on: world.hardware).warnings.first)
    #expect(warning.device == 2)
    #expect(warning.text.english.hasPrefix("device thumb: its board also sends middle_tip, which"))
    #expect(warning.text.chinese.contains("middle_tip"))
  }

  @Test func everyPadIsASensorAndItsTaxelsASkin() throws {
    var robot = try PadRobot.robot()
    let sensors = robot.system.sensors
    #expect(sensors.map(\.name) == ["thumb", "index", "palm"])
    // The hinge's two devices come first, and its bus.
    #expect(sensors.map(\.device) == [2, 3, 4] && sensors.map(\.bus) == [1, 1, 1])
    // 91 Hz in a loop of 100 Hz.
    #expect(sensors.map(\.every) == [2, 2, 2])
    #expect(sensors[0].channels.map(\.name) == ["force_x", "force_y", "force_z"])
    #expect(sensors[0].channels.map(\.unit) == [.newton, .newton, .newton])
    let skins = robot.system.skins
    #expect(skins.map(\.sensor) == [0, 1] && skins.map(\.taxels) == [31, 9])
    #expect(skins.map(\.components) == [3, 3] && skins.map(\.unit) == [.newton, .newton])
    robot.run(cycles: 10)
    for name in ["thumb", "index", "palm"] {
      let (isWell, values) = (try robot.isWell(name), try robot.values(of: name))
      #expect(isWell && values == [0, 0, 0], "\(name)")
    }
    // Only thumb takes its baseline at the start.
    robot.run(cycles: 40)
    let tared = [0, 1].map { robot.snapshots.slot.pointee.tactile[$0].tared.contains(0) }
    #expect(tared == [true, false])
    let health = [0, 1].map { robot.snapshots.slot.pointee.tactile[$0].health }
    #expect((0..<31).allSatisfy { health[0].contains($0) } && !health[0].contains(31))
    #expect((0..<9).allSatisfy { health[1].contains($0) } && !health[1].contains(9))
    let noise = robot.system.busStatistics[1].noise.value
    #expect(noise == 0)
  }

  /// Within two frames, 22 ms.
  @Test func whatIsPressedIsFelt() throws {
    var robot = try PadRobot.robot()
    let forces = try #require(robot.world.pads["skin"]).forces
    robot.run(cycles: 60)
    // Modules 2, 6 and 27 of the board.
    forces.press(taxel: 30, module: 2, SIMD3(-0.6, 0.3, 4))
    forces.press(taxel: 0, module: 2, SIMD3(0, 0, 0.2))
    forces.press(taxel: 8, module: 6, SIMD3(0.5, 0, 1))
    forces.press(taxel: 3, module: 27, SIMD3(0, 0, 30))
    robot.run(cycles: 3)
    let (thumb, index) = (try robot.values(of: "thumb"), try robot.values(of: "index"))
    #expect(thumb == [-0.6, 0.3, 4.2])
    #expect(index == [0.5, 0, 1])
    let palm = try (robot.values(of: "palm"), robot.sample(of: "palm").flags)
    #expect(palm.0 == [0, 0, 25.5] && palm.1.has(.clipped))
    let flags = try robot.sample(of: "thumb").flags
    #expect(flags.rawValue == 0)
    func taxel(_ number: Int) -> [Double] {
      (0..<3).map { robot.snapshots.slot.pointee.taxelValues[3 * number + $0] }
    }
    let felt = [taxel(30), taxel(0), taxel(1), taxel(31 + 8)]
    for (found, wanted) in zip(felt, [[-0.6, 0.3, 4], [0, 0, 0.2], [0, 0, 0], [0.5, 0, 1]]) {
      for axis in 0..<3 { #expect(abs(found[axis] - wanted[axis]) < 1e-3, "\(felt)") }
    }
    // 0.5 N is a touch; index has no baseline.
    let touched = [0, 1].map { robot.snapshots.slot.pointee.tactile[$0].touched }
    #expect((0..<31).filter { touched[0].contains($0) } == [30])
    #expect((0..<9).allSatisfy { !touched[1].contains($0) })
    forces.press(taxel: 30, module: 2, SIMD3(0, 0, 0.1))
    robot.run(cycles: 3)
    let isTouched = robot.snapshots.slot.pointee.tactile[0].touched.contains(30)
    #expect(!isTouched)
    #expect(robot.faults.isEmpty)
  }

  /// One of many taxels, none of the force on the whole.
  @Test func aTaxelAtTheEndOfItsRangeIsTold() throws {
    var robot = try PadRobot.robot()
    let forces = try #require(robot.world.pads["skin"]).forces
    forces.press(taxel: 5, module: 2, SIMD3(12.7, 0, 0))
    forces.press(taxel: 6, module: 2, SIMD3(-12, 0, 0))
    robot.run(cycles: 10)
    let (flags, isWell) = try (robot.sample(of: "thumb").flags, robot.isWell("thumb"))
    #expect(flags.has(.clipped) && isWell)
    let others = try robot.sample(of: "index").flags
    #expect(!others.has(.clipped))
  }

  @Test func aBaselineIsTakenOnRequest() throws {
    var robot = try PadRobot.robot()
    var tares = robot.system.ports.tareWriter()
    let forces = try #require(robot.world.pads["skin"]).forces
    forces.press(taxel: 4, module: 6, SIMD3(0, 0, 3))
    robot.run(cycles: 10)
    let isAsked = tares.push(1)
    #expect(isAsked)
    robot.run(cycles: 40)
    let place = 3 * (31 + 4) + 2
    let (value, baseline) = (
      robot.snapshots.slot.pointee.taxelValues[place],
      robot.snapshots.slot.pointee.taxelBaselines[place]
    )
    #expect(abs(baseline - 3) < 1e-9 && abs(value) < 1e-9)
    let force = try robot.values(of: "index")
    #expect(force == [0, 0, 3], "the force on the module has no baseline")
  }

  @Test func errorOfTheBoardTakesAllHealth() throws {
    var robot = try PadRobot.robot()
    let pads = try #require(robot.world.pads["skin"])
    robot.run(cycles: 20)
    pads.forces.press(taxel: 0, module: 2, SIMD3(0, 0, 9))
    pads.board.setError(2)
    robot.run(cycles: 20)
    for name in ["thumb", "index", "palm"] {
      let (sample, isWell) = try (robot.sample(of: name), robot.isWell(name))
      #expect(!isWell && sample.flags.has(.deviceFault), "\(name)")
    }
    let taxels = robot.snapshots.slot.pointee.tactile[0].health
    #expect((0..<31).allSatisfy { !taxels.contains($0) })
    let force = try robot.values(of: "thumb")
    #expect(force == [0, 0, 0], "the last that meant something")
    // 18 frames in 0.2 s; its budget is 10.
    let state = robot.snapshots.slot.pointee.devices[4].state
    #expect(state == .failing)
    pads.board.setError(0)
    robot.run(cycles: 4)
    let after = try (robot.isWell("thumb"), robot.values(of: "thumb"))
    #expect(after.0 && after.1 == [0, 0, 9])
    #expect(robot.faults.isEmpty)
  }

  /// What the file says is compared with the board before the first cycle.
  @Test(arguments: [
    ("index_tip, taxels: 9", "index_tip, taxels: 10", "index_tip has 9 taxels"),
    ("module: palm_8", "module: little_nail", "sees no module little_nail"),
  ])
  func boardThatIsNotAsTheFileSaysIsRefused(old: String, new: String, words: String) throws {
    let wired = try Fixture.model(PadRobot.text())
    let model = try Fixture.model(PadRobot.text(PadRobot.pads.replacing(old, with: new)))
    let error = #expect(throws: SetUpError.self) { _ = try VirtualRobot(model, wired: wired) }
    let found = try #require(error)
    #expect(found.problem.contains(words), "\(found)")
    #expect(found.place.hasPrefix("bus skin, module "), "\(found)")
  }

  /// Without taxels in the file the board sends one force of each module: 7 + 2 * 6 bytes.
  @Test func boardSendsWhatIsAskedFor() throws {
    var robot = try PadRobot.robot(
      """
        thumb: { driver: paxini, bus: skin, module: thumb_tip }
        index: { driver: paxini, bus: skin, module: index_tip }

      """)
    #expect(robot.system.skins.isEmpty)
    robot.run(cycles: 10)
    let before = robot.world.serialLines[0].counters.answered
    robot.run(seconds: 1)
    let bytes = robot.world.serialLines[0].counters.answered - before
    #expect(bytes % 19 == 0 && (90...92).contains(bytes / 19))
    let isWell = try robot.isWell("index")
    #expect(isWell)
  }

  /// On threads and the wall clock: a frame comes through, whatever the machine's lateness.
  @Test func threadsCarryThem() throws {
    let model = try Fixture.model(PadRobot.text())
    let world = SimulatedWorld(model, clock: SimulationClock(.wall))
    try #require(world.pads["skin"]).forces.press(taxel: 1, module: 2, SIMD3(0, 0, 2))
    let system = try RobotSystem(model, on: world.hardware)
    var snapshots = system.ports.snapshotReader()
    let running = try system.start(
      Scheduling(priority: nil, processor: nil), at: SystemClock.now() + .milliseconds(5))
    let deadline = SystemClock.now() + .milliseconds(30_000)
    var felt = 0.0
    while felt == 0, SystemClock.now() < deadline {
      guard snapshots.update(), snapshots.slot.pointee.sensors[0].health.contains(2) else {
        continue
      }
      felt = snapshots.slot.pointee.sensorValues[2]
    }
    #expect(felt == 2)
    #expect(running.stopAndWait(until: SystemClock.now() + .milliseconds(10_000)))
    let (cycles, transfers) = (
      system.busLoopStatistics[1].cycles, system.busStatistics[1].transfers.value
    )
    #expect(cycles > 0 && transfers > 0)
    #expect(system.makeSafe() == [])
  }
}
