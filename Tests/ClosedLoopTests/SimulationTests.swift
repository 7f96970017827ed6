import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotDynamics
import SimulatedHAL
import Testing

/// What surrounds a simulated robot: hands that push it, surfaces that it touches.
@Suite struct SimulationTests {
  /// Without stiffness the arm is moved by 6 N at the gripper, and stays where it was left.
  @Test func handMovesALinkSideways() throws {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let start = robot.positions[0]
    let floating = JointTarget(position: .nan, velocity: 0, kp: 0, kd: 0.8, feedForward: .nan)
    robot.send([JointTarget](repeating: floating, count: 6), validFor: 5)
    let gripper = try #require(robot.model.body(ofLink: "gripper"))
    robot.world.plant.push(body: gripper, force_W: Vector3(0, 6, 0))
    var cycles = 0
    while abs(robot.positions[0] - start) < 0.2, cycles < 500 {
      robot.run(cycles: 1)
      cycles += 1
    }
    robot.world.plant.push(body: gripper, force_W: .zero)
    robot.run(seconds: 0.5)
    let left = robot.positions[0]
    #expect(abs(left - start) >= 0.2)
    robot.run(seconds: 1)
    #expect(abs(robot.positions[0] - left) < 0.01)
    #expect(robot.faults.isEmpty)
  }

  /// The arm, switched off, sinks onto a table 20 mm below the tip of its gripper, and lies on it.
  @Test func sinksOntoATable() throws {
    let free = try VirtualRobot()
    let body = try #require(free.model.body(ofLink: "gripper"))
    let height = free.world.plant.pose(ofBody: body).p_WF.z
    var robot = try VirtualRobot(arm: {
      $0 + """

        simulation:
          contacts: { tip: { link: gripper, point: [0 mm, 0 mm, 0 mm], radius: 10 mm } }
          surfaces: { table: { ground: \(height - 0.03) m } }

        """
    })
    robot.world.plant.push(joint: 1, effort: 1)
    robot.run(seconds: 3)
    let now = robot.world.plant.pose(ofBody: body).p_WF.z
    #expect(abs(now - (height - 0.02)) < 0.001)
    #expect(robot.world.plant.contactForce(0).z > 1)
  }

  @Test func refusesATipOnNoLink() throws {
    #expect {
      try Fixture.arm {
        $0 + "\nsimulation: { contacts: { tip: { link: hand, point: [0 m, 0 m, 0 m] } } }\n"
      }
    } throws: { error in
      "\(error)".contains("simulation.contacts.tip.link")
        && "\(error)".contains("no link \"hand\"")
    }
  }
}
