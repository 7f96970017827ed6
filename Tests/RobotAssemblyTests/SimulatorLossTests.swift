import RobotAssembly
import RobotConfiguration
import Testing

/// What of a robot file does not count behind a simulator is told.
@Suite struct SimulatorLossTests {
  private func model(
    _ motor: String = "", _ more: String = ""
  ) throws -> RobotModel {
    let text = Sample.robot.replacing("4.44 Ohm }", with: "4.44 Ohm\(motor) }") + more
    let folder = try RobotFolder(robot: text, files: ["sample.urdf": Sample.urdf()])
    return try LoadedRobot(robotPath: folder.robot, boardPath: nil).model
  }

  @Test func whatHasAllIsNotSpokenOf() throws {
    #expect(try model().lostBehindSimulator == nil)
    #expect(try model().simulatorRefusals.isEmpty)
  }

  @Test func playAndSpringsAreNamed() throws {
    let play = try #require(try model(", backlash: 0.1 deg").lostBehindSimulator)
    #expect(
      play.english
        == "the simulator's model counts for what the robot file says of play (backlash: hinge): gears are rigid, and "
        + "what touches is its own")
    #expect(play.chinese.contains("间隙（backlash：hinge）"))
    let spring = try #require(try model(", stiffness: 3000 N.m/rad").lostBehindSimulator)
    #expect(spring.english.contains("springs before joints (stiffness: hinge)"))
  }

  @Test func contactsAreNamed() throws {
    let lost = try #require(
      try model(
        "",
        """
        simulation:
          contacts: { tip: { link: hand, point: [0 mm, 0 mm, 0 mm] } }
          surfaces: { table: { ground: 0 mm } }

        """
      ).lostBehindSimulator)
    #expect(lost.english.contains("contacts (simulation.contacts: tip)"))
    #expect(!lost.english.contains("play"))
  }
}
