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
  /// 100 Hz; two tips with taxels and one whose taxels nobody asks for, frames of 7 + 18 + 3 * (31 + 9) bytes and
  /// the third's taxels.
  private static let pads = """
      thumb: { driver: paxini, bus: skin, module: thumb_tip, taxels: 31, tare: at_start, drift: 1000 s }
      index: { driver: paxini, bus: skin, module: index_tip, taxels: 9 }
      palm:  { driver: paxini, bus: skin, module: palm_8, errors: { window: 1 s, degrade: 3, fault: 10 } }

    """

  private static func text(_ pads: String = pads) -> String {
    Fixture.hinge.replacing(
      "only: { i2c: header, speed: 400 kHz } }",
      with: """
        only: { i2c: header, speed: 400 kHz },
                 skin: { kind: serial, device: /dev/ttyUSB0, baud: 921600 } }
        """
    ).replacing("rate: 500 Hz", with: "rate: 100 Hz").replacing(
      "joints:\n", with: pads + "joints:\n")
  }

  private static func robot(_ pads: String = pads) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.model(text(pads)))
  }

  /// The numbers of the sensor `name`.
  private func values(_ robot: borrowing VirtualRobot, _ name: String) throws -> [Double] {
    let sensor = try #require(robot.system.sensors.first { $0.name == name })
    return sensor.channels.indices.map {
      robot.snapshots.slot.pointee.sensorValues[sensor.firstValue + $0]
    }
  }

  private func sample(_ robot: borrowing VirtualRobot, _ name: String) throws -> SensorSample {
    let index = try #require(robot.system.sensors.firstIndex { $0.name == name })
    return robot.snapshots.slot.pointee.sensors[index]
  }

  private func isWell(_ robot: borrowing VirtualRobot, _ name: String) throws -> Bool {
    let health = try sample(robot, name).health
    return (0..<3).allSatisfy { health.contains($0) }
  }

  @Test func everyPadIsASensorAndItsTaxelsASkin() throws {
    var robot = try Self.robot()
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
      let (isWell, values) = (try isWell(robot, name), try values(robot, name))
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
    var robot = try Self.robot()
    let forces = try #require(robot.world.pads["skin"]).forces
    robot.run(cycles: 60)
    // Modules 2, 6 and 27 of the board.
    forces.press(taxel: 30, module: 2, SIMD3(-0.6, 0.3, 4))
    forces.press(taxel: 0, module: 2, SIMD3(0, 0, 0.2))
    forces.press(taxel: 8, module: 6, SIMD3(0.5, 0, 1))
    forces.press(taxel: 3, module: 27, SIMD3(0, 0, 30))
    robot.run(cycles: 3)
    let (thumb, index) = (try values(robot, "thumb"), try values(robot, "index"))
    #expect(thumb == [-0.6, 0.3, 4.2])
    #expect(index == [0.5, 0, 1])
    let palm = try (values(robot, "palm"), sample(robot, "palm").flags)
    #expect(palm.0 == [0, 0, 25.5] && palm.1.has(.clipped))
    let flags = try sample(robot, "thumb").flags
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
    var robot = try Self.robot()
    let forces = try #require(robot.world.pads["skin"]).forces
    forces.press(taxel: 5, module: 2, SIMD3(12.7, 0, 0))
    forces.press(taxel: 6, module: 2, SIMD3(-12, 0, 0))
    robot.run(cycles: 10)
    let (flags, isWell) = try (sample(robot, "thumb").flags, isWell(robot, "thumb"))
    #expect(flags.has(.clipped) && isWell)
    let others = try sample(robot, "index").flags
    #expect(!others.has(.clipped))
  }

  @Test func aBaselineIsTakenOnRequest() throws {
    var robot = try Self.robot()
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
    let force = try values(robot, "index")
    #expect(force == [0, 0, 3], "the force on the module has no baseline")
  }

  @Test func errorOfTheBoardTakesAllHealth() throws {
    var robot = try Self.robot()
    let pads = try #require(robot.world.pads["skin"])
    robot.run(cycles: 20)
    pads.forces.press(taxel: 0, module: 2, SIMD3(0, 0, 9))
    pads.board.setError(2)
    robot.run(cycles: 20)
    for name in ["thumb", "index", "palm"] {
      let (sample, isWell) = try (sample(robot, name), isWell(robot, name))
      #expect(!isWell && sample.flags.has(.deviceFault), "\(name)")
    }
    let taxels = robot.snapshots.slot.pointee.tactile[0].health
    #expect((0..<31).allSatisfy { !taxels.contains($0) })
    let force = try values(robot, "thumb")
    #expect(force == [0, 0, 0], "the last that meant something")
    // 18 frames in 0.2 s; its budget is 10.
    let state = robot.snapshots.slot.pointee.devices[4].state
    #expect(state == .failing)
    pads.board.setError(0)
    robot.run(cycles: 4)
    let after = try (isWell(robot, "thumb"), values(robot, "thumb"))
    #expect(after.0 && after.1 == [0, 0, 9])
    #expect(robot.faults.isEmpty)
  }

  /// A board that was reset, with its line still there, is told to send again.
  @Test func boardThatWasResetSendsAgain() throws {
    var robot = try Self.robot()
    let pads = try #require(robot.world.pads["skin"])
    robot.run(cycles: 20)
    pads.board.restart()
    pads.forces.press(taxel: 7, module: 6, SIMD3(0, 0, 2))
    // Three frames of two cycles, and two until it is heard.
    robot.run(cycles: 11)
    let (isWell, force) = try (isWell(robot, "index"), values(robot, "index"))
    #expect(isWell && force == [0, 0, 2])
    let place = 3 * (31 + 7) + 2
    let taxel = robot.snapshots.slot.pointee.taxelValues[place]
    #expect(taxel == 2)
  }

  /// Three frames late nothing counts; the robot goes on. The board's modules are others: its frames are none.
  @Test func silentBoardLosesItsHealthAndStopsNothing() throws {
    var robot = try Self.robot()
    let board = try #require(robot.world.pads["skin"]).board
    #expect(robot.armAndSettle() == Refusal.none)
    board.load(register: 0x10, value: 0x04)
    robot.run(cycles: 3)
    let (early, age) = try (isWell(robot, "thumb"), sample(robot, "thumb").age)
    #expect(early && age >= 1)
    robot.run(cycles: 6)
    for name in ["thumb", "index", "palm"] {
      let isWell = try isWell(robot, name)
      #expect(!isWell, "\(name)")
    }
    let taxels = robot.snapshots.slot.pointee.tactile[0].health
    #expect((0..<31).allSatisfy { !taxels.contains($0) })
    robot.run(cycles: 100)
    let failures = try sample(robot, "thumb").failures
    #expect(failures > 40)
    #expect(robot.lifecycle == .active && robot.faults.isEmpty)
  }

  /// The plug is pulled, and the board loses its supply: it is told, opened again, set up and heard.
  @Test func unpluggedBoardComesBack() throws {
    var robot = try Self.robot()
    var care = robot.system.makeCare()
    let pads = try #require(robot.world.pads["skin"])
    #expect(robot.armAndSettle() == Refusal.none)
    robot.world.serialLines[0].setPlugged(false, isClosed: true)
    pads.board.restart()
    var events: [DeviceCare.Event] = []
    for cycle in 0..<300 {
      if cycle == 100 {
        robot.world.serialLines[0].setPlugged(true)
        pads.forces.press(taxel: 2, module: 2, SIMD3(0, 0, 6))
      }
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
      if cycle == 90 {
        let (isWell, isLost) = try (
          isWell(robot, "thumb"), robot.snapshots.slot.pointee.lostLines[0]
        )
        #expect(!isWell && isLost)
      }
    }
    let ofTheLine = events.filter { $0.device == "skin" }
    #expect(ofTheLine.map(\.isMended) == [false, true], "\(events.map(\.text.english))")
    #expect(ofTheLine.last?.text.english.contains("its pads were set up") == true)
    let (isWell, force) = try (isWell(robot, "thumb"), values(robot, "thumb"))
    #expect(isWell && force == [0, 0, 6])
    #expect(robot.lifecycle == .active && robot.faults.isEmpty)
  }

  /// Another module on the board, or another board: its frames would be taken for others.
  @Test(arguments: [
    // Point counts of the thumb's tip and of the index's: registers 0x34 and 0x3C.
    (UInt16(0x34), UInt8(25), "thumb_tip has 25 taxels, and the robot file says 31"),
    // Of palm_8, of which the file says nothing.
    (0x66, 12, "other modules than at the start"),
    // The modules: none at bit 6.
    (0x10, 0x04, "sees no module index_tip"),
    // A character of the version.
    (0x0A, 0x39, "another board answers"),
  ])
  func otherBoardIsNotTakenBack(register: UInt16, value: UInt8, words: String) throws {
    var robot = try Self.robot()
    var care = robot.system.makeCare()
    let pads = try #require(robot.world.pads["skin"])
    let former = pads.board.peek(register: register)
    robot.run(cycles: 20)
    robot.world.serialLines[0].setPlugged(false, isClosed: true)
    pads.board.restart()
    pads.board.load(register: register, value: value)
    var events: [DeviceCare.Event] = []
    for cycle in 0..<600 {
      if cycle == 20 { robot.world.serialLines[0].setPlugged(true) }
      if cycle == 300 {
        let isWell = try isWell(robot, "palm")
        #expect(!isWell)
        pads.board.load(register: register, value: former)
      }
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    let ofTheLine = events.filter { $0.device == "skin" }
    #expect(ofTheLine.map(\.isMended) == [false, false, true], "\(ofTheLine.map(\.text.english))")
    #expect(ofTheLine[1].text.english.contains(words), "\(ofTheLine[1].text.english)")
    let isWell = try isWell(robot, "palm")
    #expect(isWell)
  }

  /// What the file says is compared with the board before the first cycle.
  @Test(arguments: [
    ("index_tip, taxels: 9", "index_tip, taxels: 10", "index_tip has 9 taxels"),
    ("module: palm_8", "module: little_nail", "sees no module little_nail"),
  ])
  func boardThatIsNotAsTheFileSaysIsRefused(old: String, new: String, words: String) throws {
    let wired = try Fixture.model(Self.text())
    let model = try Fixture.model(Self.text(Self.pads.replacing(old, with: new)))
    let error = #expect(throws: SetUpError.self) { _ = try VirtualRobot(model, wired: wired) }
    let found = try #require(error)
    #expect(found.problem.contains(words), "\(found)")
    #expect(found.place.hasPrefix("bus skin, module "), "\(found)")
  }

  /// Without taxels in the file the board sends one force of each module: 7 + 2 * 6 bytes.
  @Test func boardSendsWhatIsAskedFor() throws {
    var robot = try Self.robot(
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
    let isWell = try isWell(robot, "index")
    #expect(isWell)
  }

  /// On threads and the wall clock: a frame comes through, whatever the machine's lateness.
  @Test func threadsCarryThem() throws {
    let model = try Fixture.model(Self.text())
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
