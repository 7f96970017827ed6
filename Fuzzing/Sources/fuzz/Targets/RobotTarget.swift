import RobotAssembly
import RobotConfiguration
import SimulatedHAL

/// Robot files, as `cerebellum check` reads them: refused with places, or read, and then the robot can be built and
/// cycles.
final class RobotTarget: FuzzTarget {
  private let file = TextFile("robot.yaml")
  private let board = "\(TextFile.repository)/Boards/raspberrypi-5.yaml"

  func run(_ input: [UInt8]) {
    file.write(input)
    let report = RobotCheck.run(robotPath: file.path, boardPath: nil)
    file.expectPlaces(report.errors, in: input)
    guard let loaded = report.loaded else {
      require(!report.errors.isEmpty, "refused without an error")
      return
    }
    require(report.errors.isEmpty, "read with errors: \(report.errors)")
    require(report.joints.count == loaded.model.robot.joints.count, "a joint is missing")
    build(loaded.model)
    // The same on a board: refused with words, or read.
    let again = RobotCheck.run(robotPath: file.path, boardPath: board)
    file.expectPlaces(again.errors, in: input)
    require((again.loaded == nil) == !again.errors.isEmpty, "neither read nor refused")
  }

  private func build(_ model: RobotModel) {
    let clock = SimulationClock(.virtual)
    let world = SimulatedWorld(model, clock: clock)
    do throws(SetUpError) {
      let system = try RobotSystem(model, on: world.hardware)
      var stepper = system.stepper(start: clock.now)
      for _ in 0..<3 { stepper.step(clock) }
    } catch {
      require(false, "read, and cannot be built: \(error.description)")
    }
  }
}
