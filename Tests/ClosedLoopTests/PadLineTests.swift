import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A board with pads that is silent, unplugged, or another one than before.
@Suite struct PadLineTests {
  /// A board that was reset, with its line still there, is told to send again.
  @Test func boardThatWasResetSendsAgain() throws {
    var robot = try PadRobot.robot()
    let pads = try #require(robot.world.pads["skin"])
    robot.run(cycles: 20)
    pads.board.restart()
    pads.forces.press(taxel: 7, module: 6, SIMD3(0, 0, 2))
    // Three frames of two cycles, and two until it is heard.
    robot.run(cycles: 11)
    let (isWell, force) = try (robot.isWell("index"), robot.values(of: "index"))
    #expect(isWell && force == [0, 0, 2])
    let place = 3 * (31 + 7) + 2
    let taxel = robot.snapshots.slot.pointee.taxelValues[place]
    #expect(taxel == 2)
  }

  /// Three frames late nothing counts; the robot goes on. The board's modules are others: its frames are none.
  @Test func silentBoardLosesItsHealthAndStopsNothing() throws {
    var robot = try PadRobot.robot()
    let board = try #require(robot.world.pads["skin"]).board
    #expect(robot.armAndSettle() == Refusal.none)
    board.load(register: 0x10, value: 0x04)
    robot.run(cycles: 3)
    let (early, age) = try (robot.isWell("thumb"), robot.sample(of: "thumb").age)
    #expect(early && age >= 1)
    robot.run(cycles: 6)
    for name in ["thumb", "index", "palm"] {
      let isWell = try robot.isWell(name)
      #expect(!isWell, "\(name)")
    }
    let taxels = robot.snapshots.slot.pointee.tactile[0].health
    #expect((0..<31).allSatisfy { !taxels.contains($0) })
    robot.run(cycles: 100)
    let failures = try robot.sample(of: "thumb").failures
    #expect(failures > 40)
    #expect(robot.lifecycle == .active && robot.faults.isEmpty)
  }

  /// The plug is pulled, and the board loses its supply: it is told, opened again, set up and heard.
  @Test func unpluggedBoardComesBack() throws {
    var robot = try PadRobot.robot()
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
          robot.isWell("thumb"), robot.snapshots.slot.pointee.lostLines[0]
        )
        #expect(!isWell && isLost)
      }
    }
    let ofTheLine = events.filter { $0.device == "skin" }
    #expect(ofTheLine.map(\.isMended) == [false, true], "\(events.map(\.text.english))")
    #expect(ofTheLine.last?.text.english.contains("its pads were set up") == true)
    let (isWell, force) = try (robot.isWell("thumb"), robot.values(of: "thumb"))
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
    var robot = try PadRobot.robot()
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
        let isWell = try robot.isWell("palm")
        #expect(!isWell)
        pads.board.load(register: register, value: former)
      }
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    let ofTheLine = events.filter { $0.device == "skin" }
    #expect(ofTheLine.map(\.isMended) == [false, false, true], "\(ofTheLine.map(\.text.english))")
    #expect(ofTheLine[1].text.english.contains(words), "\(ofTheLine[1].text.english)")
    let isWell = try robot.isWell("palm")
    #expect(isWell)
  }
}
