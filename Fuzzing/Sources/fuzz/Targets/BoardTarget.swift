import RobotAssembly
import RobotConfiguration

/// Board files: refused with places, or read, and then a robot can be checked against them.
final class BoardTarget: FuzzTarget {
  private let file = TextFile("board.yaml")
  private let robot = "\(TextFile.repository)/Robots/arm6/robot.yaml"

  func run(_ input: [UInt8]) {
    do throws(ConfigurationErrors) {
      let board = try BoardFile.load(text: input, file: "board.yaml")
      require(!board.name.isEmpty, "a board without a name")
      file.write(input)
      let report = RobotCheck.run(robotPath: robot, boardPath: file.path)
      require((report.loaded == nil) == !report.errors.isEmpty, "neither read nor refused")
      if let loaded = report.loaded {
        let again = loaded.board
        require(
          again?.name == board.name && again?.i2c.map(\.name) == board.i2c.map(\.name)
            && again?.gpio.lines == board.gpio.lines, "read otherwise the second time")
      }
    } catch {
      file.write(input)
      let report = RobotCheck.run(robotPath: robot, boardPath: file.path)
      file.expectPlaces(report.errors, in: input)
      require(
        report.errors.contains { $0.file == file.path }, "refused, and read by `cerebellum check`")
    }
  }
}
