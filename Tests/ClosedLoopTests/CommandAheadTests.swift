import Glibc
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import SimulatedHAL
import Testing

/// The commands made ahead go through what lies between motor and joint: pins of a robot whose control
/// thread hangs.
@Suite struct CommandAheadTests {
  /// The arm's elbow behind a linkage: the change of its effort takes less voltage by the linkage's rate
  /// where the joint is.
  @Test func linkageIsSeenWhereTheJointIs() throws {
    var robot = try VirtualRobot(arm: {
      TransmissionTests.arm($0, side: "joint") + "loop: { overrun: { extrapolate: 3 } }\n"
    })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    Self.swing(&robot, to: [0, 0, 0.4, 0, 0, 0.785])
    let efforts = robot.joints.map(\.appliedEffort)
    robot.run(cycles: 1)
    let now = robot.joints[2]
    let change = now.appliedEffort - efforts[2]
    #expect(abs(change) > 2e-3, "\(change)")
    let rate = try #require(robot.model.joints[2].linkage).rate(joint: now.measuredPosition)
    #expect(abs(rate - 1) > 0.2)
    // 240 : 1, 6.73 mN.m/A, 0.47: N.m per ampere at the crank; 4.44 Ohm, 12 V.
    let perPeriod = change / (240 * 0.00673 * 0.47 * rate) * 4.44 / 12
    try Self.expectCourse(&robot, joint: 2, from: now.duty, perPeriod: perPeriod)
  }

  /// A wrist's shafts get half the sum and half the difference of the joints' changes.
  @Test func couplingIsShared() throws {
    var robot = try VirtualRobot(
      try Fixture.model(Wrist.text(loop: "{ overrun: { extrapolate: 3 } }")))
    #expect(robot.armAndSettle() == Refusal.none)
    Self.swing(&robot, to: [0.5, 0.2])
    let efforts = robot.joints.map(\.appliedEffort)
    robot.run(cycles: 1)
    let changes = zip(robot.joints, efforts).map { $0.appliedEffort - $1 }
    let perNewtonMetre = 4.44 / (345 * 0.00673 * 0.47) / 12
    let shafts = [(changes[0] + changes[1]) / 2, (changes[0] - changes[1]) / 2]
    #expect(abs(shafts[0]) > 2e-3, "\(shafts)")
    let duties = robot.joints.map(\.duty)
    // The second motor counts the other way.
    for (joint, sign) in [1.0, -1].enumerated() {
      var again = try VirtualRobot(
        try Fixture.model(Wrist.text(loop: "{ overrun: { extrapolate: 3 } }")))
      #expect(again.armAndSettle() == Refusal.none)
      Self.swing(&again, to: [0.5, 0.2])
      again.run(cycles: 1)
      #expect(again.joints.map(\.duty) == duties)
      try Self.expectCourse(
        &again, joint: joint, from: duties[joint],
        perPeriod: sign * shafts[joint] * perNewtonMetre)
    }
  }

  /// In the middle of a quick motion, where efforts change.
  private static func swing(_ robot: inout VirtualRobot, to goal: [Double]) {
    let start = robot.references
    let knots = robot.upload(duration: 0.6) { joint, time in
      QuinticSegment.point(
        from: MotionPoint(position: start[joint], velocity: 0, acceleration: 0),
        to: MotionPoint(position: goal[joint], velocity: 0, acceleration: 0), duration: 0.6,
        at: time)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    robot.run(cycles: 75)
  }

  /// The bridge's pins go on from `duty` by `perPeriod` in each of three cycles without control, within the
  /// chip's steps of 1/4096, and are then off.
  private static func expectCourse(
    _ robot: inout VirtualRobot, joint: Int, from duty: Double, perPeriod: Double
  ) throws {
    let actuator = robot.model.robot.joints[joint].actuator
    let device = robot.model.robot.devices[try #require(actuator.device)].name
    let chip = try #require(robot.world.chips[device] as? PCA9685Model)
    for cycle in 0..<4 {
      robot.stepper.stepWithoutControl(robot.world.clock)
      let found = chip.duty(actuator.channels[0].channel) - chip.duty(actuator.channels[1].channel)
      let wanted = duty + Double(cycle) * perPeriod
      #expect(abs(found - wanted) < 3.0 / 4096, "cycle \(cycle): \(found), expected \(wanted)")
    }
    robot.stepper.stepWithoutControl(robot.world.clock)
    #expect(
      chip.duty(actuator.channels[0].channel) == 0 && chip.duty(actuator.channels[1].channel) == 0)
  }
}
