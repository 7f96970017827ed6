import RobotAssembly
import RobotConfiguration
import RobotUnits
import Testing

@Suite struct BoardFileTests {
  private func board(_ name: String) throws -> BoardDescription {
    try BoardFile.load(path: Repository.root + "/Boards/\(name).yaml")
  }

  @Test(arguments: try Repository.yamlFiles(below: "Boards"))
  func boardIsReadAndNamedLikeItsFile(path: String) throws {
    let board = try BoardFile.load(path: Repository.root + "/" + path)
    #expect(path == "Boards/\(board.name).yaml")
    #expect(board.i2c.contains { $0.name == "header" })
  }

  @Test func raspberryPi5IsAsDocumented() throws {
    let board = try board("raspberrypi-5")
    #expect(board.compatible == ["raspberrypi,5-model-b"])
    #expect(board.status == .unverified)
    #expect(board.i2c.first?.pins == [3, 5])
    #expect(board.i2c.first?.device == "/dev/i2c-1")
    #expect(board.i2c.first?.maximumSpeed.hertz == 1_000_000)
    #expect(board.i2c.first?.overhead == .microseconds(100))
    #expect(board.gpio.onRelease == .keeps)
    #expect(board.gpio.chipLabel == "pinctrl-rp1")
    #expect(board.gpio.lines[11] == "GPIO17")
    #expect(board.realtime?.isolate == [3])
  }

  @Test func arm6FitsTheSimulatedBoard() throws {
    let robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
    #expect(RobotFile.check(robot, on: try board("sim")).isEmpty)
    #expect(RobotFile.check(robot, on: try board("raspberrypi-5")).isEmpty)
  }

  @Test func whatTheBoardLacksIsNamed() throws {
    var robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
    robot.buses[0].boardBus = "heder"
    robot.lines[0].boardLine = "GPIO71"
    robot.buses[1].speed = try #require(Frequency(hertz: 3_400_000))
    let errors = RobotFile.check(robot, on: try board("sim"))
    #expect(errors.map(\.keyPath) == ["buses.left.i2c", "buses.right.speed", "lines.estop.line"])
    #expect(
      errors.map(\.position) == [
        robot.buses[0].boardBusPosition, robot.buses[1].speedPosition,
        robot.lines[0].boardLinePosition,
      ])
    try #require(errors.count == 3)
    #expect(errors[0].hint == "did you mean \"header\"?")
    #expect(errors[1].allowed == "at most 1 MHz")
    #expect(errors[2].hint == "did you mean \"GPIO17\"?")
  }

  @Test func aRateThatTheBusesCannotCarryPointsToTheRate() throws {
    let robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
    let error = robot.rateError(
      bus: "left", problem: "needs 2.4 ms of 2 ms",
      highestFeasible: Frequency(hertz: 416))
    #expect(
      error.description.hasSuffix(
        """
        robot.yaml:5:7: rate: the buses cannot carry 500 Hz: bus "left" needs 2.4 ms of 2 ms; \
        allowed: at most 416 Hz; hint: lower the rate, raise the bus speed, read less often \
        (every: n), or spread the devices over more buses
        """))
  }
}
