import RobotAssembly
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// The arm with a holding brake on the shoulder, which carries the rest: opens in 50 ms, holds after 80 ms, in the
/// plant too. Let go, the shoulder falls.
@Suite struct BrakeTests {
  private static let lift = 1

  private func arm() throws -> VirtualRobot {
    try VirtualRobot(arm: { text in
      text.replacing(
        "devices:\n",
        with: """
            lift_brake: { line: GPIO6, output: active_high, safe: low,
                          brake: { joint: shoulder_lift, engage: 80 ms, release: 50 ms } }

          devices:

          """)
    })
  }

  /// A pose in which gravity pulls at the shoulder.
  private func armed() throws -> VirtualRobot {
    var robot = try arm()
    #expect(robot.armAndSettle() == Refusal.none)
    var pose = VirtualRobot.center
    pose[Self.lift] = 0.6
    #expect(robot.move(to: pose, in: 2) == Refusal.none)
    return robot
  }

  /// What a cycle shows, and when.
  private struct Sight {
    let time: Double
    let hasTorque: Bool
    let isReleased: Bool
    let position: Double
    let state: LifecycleState
  }

  private func look(_ robot: inout VirtualRobot, seconds: Double) throws -> [Sight] {
    let brake = try #require(robot.world.line(named: "lift_brake"))
    let enable = try #require(robot.world.line(named: "drive_enable"))
    var sights: [Sight] = []
    let start = robot.world.clock.now
    for _ in 0..<Int(seconds * 500) {
      robot.run(cycles: 1)
      sights.append(
        Sight(
          time: (robot.world.clock.now - start).seconds, hasTorque: !enable.isHigh,
          isReleased: brake.isHigh, position: robot.positions[Self.lift], state: robot.lifecycle))
    }
    return sights
  }

  @Test func torqueThenHoldThenBrakeThenCommands() throws {
    var robot = try arm()
    robot.run(cycles: 20)
    let start = robot.positions[Self.lift]
    #expect(robot.ask(.arm) == Refusal.none)
    let sights = try look(&robot, seconds: 0.6)
    #expect(sights.allSatisfy { $0.hasTorque })
    let released = try #require(sights.first { $0.isReleased })
    let active = try #require(sights.first { $0.state == .active })
    // The gains are up after 200 ms.
    #expect(released.time > 0.19 && released.time < 0.25, "\(released.time)")
    #expect(active.time - released.time >= 0.05 - 1e-9)
    #expect(active.time - released.time < 0.06)
    // The joint does not sag when the brake opens.
    #expect(sights.allSatisfy { abs($0.position - start) < 0.02 })
  }

  @Test func brakeHoldsBeforeTheTorqueGoes() throws {
    var robot = try armed()
    let stood = robot.positions[Self.lift]
    #expect(robot.ask(.disarm) == Refusal.none)
    let sights = try look(&robot, seconds: 1)
    // At rest already, the brake engaged in the cycle that was asked to disarm.
    #expect(sights.allSatisfy { !$0.isReleased })
    let off = try #require(sights.first { !$0.hasTorque })
    #expect(off.time >= 0.08 - 1e-9, "the engage time, with torque on")
    #expect(off.time < 0.09)
    #expect(robot.lifecycle == .disarmed)
    #expect(sights.allSatisfy { abs($0.position - stood) < 0.01 }, "nothing drops")
  }

  /// Without a brake the same arm drops: the test above tests something.
  @Test func withoutTheBrakeItWouldDrop() throws {
    var robot = try VirtualRobot()
    #expect(robot.armAndSettle() == Refusal.none)
    var pose = VirtualRobot.center
    pose[Self.lift] = 0.6
    #expect(robot.move(to: pose, in: 2) == Refusal.none)
    let stood = robot.positions[Self.lift]
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(seconds: 1)
    #expect(abs(robot.positions[Self.lift] - stood) > 0.05)
  }

  /// Off at once: the brake has no time to close, and the arm sags meanwhile, but no further.
  @Test func safeTorqueOffEngagesInTheSameCycle() throws {
    var robot = try armed()
    let stop = try #require(robot.world.line(named: "estop"))
    stop.set(true)
    let sights = try look(&robot, seconds: 1)
    let first = try #require(sights.first)
    #expect(!first.hasTorque && !first.isReleased)
    let caught = try #require(sights.first { $0.time > 0.2 }).position
    let last = try #require(sights.last).position
    #expect(abs(last - caught) < 3e-3, "the brake holds from then on, but for the play of the gear")
    #expect(robot.fault == .emergencyStop)
  }
}
