import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// Gains that the bus, the bridge and the velocity filter turn into an engine, on simulated hardware.
@Suite struct OscillationTests {
  private static let plain = "control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }"

  /// What came of a bump of 0.3 N.m for 20 ms, in seconds from its begin.
  private struct Course {
    /// The joint had swung by more than 10 mrad to either side.
    var begun: Double?
    var folded: Double?
    var faulted: Double?
    /// Way from the lowest to the highest position in the last half second [rad].
    var swing = 0.0
  }

  private static func course(_ control: String, seconds: Double = 2) throws -> Course {
    var robot = try VirtualRobot(
      try Fixture.model(Fixture.hinge.replacing(plain, with: "control: { \(control) }")))
    #expect(robot.armAndSettle() == Refusal.none)
    var course = Course()
    let period = 1 / robot.model.robot.rate.hertz
    var time = 0.0
    var (low, high) = (0.0, 0.0)
    let rest = robot.references[0]
    robot.world.plant.push(joint: 0, effort: 0.3)
    var (least, most) = (Double.infinity, -Double.infinity)
    for cycle in 0..<Int(seconds / period) {
      if cycle == 10 { robot.world.plant.push(joint: 0, effort: 0) }
      robot.run(cycles: 1)
      time += period
      let offset = robot.joints[0].measuredPosition - rest
      (low, high) = (min(low, offset), max(high, offset))
      if course.begun == nil, min(-low, high) > 0.01 { course.begun = time }
      if course.folded == nil, robot.joints[0].limits.contains(.oscillation) {
        course.folded = time
      }
      if course.faulted == nil, robot.fault == .oscillation { course.faulted = time }
      if time > seconds - 0.5 { (least, most) = (min(least, offset), max(most, offset)) }
    }
    course.swing = most - least
    return course
  }

  /// The delay of bus and bridge makes an engine of a spring without damping, at 6 to 13 Hz: found within 250 ms
  /// of swings of 10 mrad, and stopped when half of the spring swings on.
  @Test(arguments: [100.0, 200]) func aSpringWithoutDampingIsStopped(_ kp: Double) throws {
    let course = try Self.course("law: impedance, kp: \(kp) N.m/rad, kd: 0")
    print("kp \(kp) N.m/rad without damping: \(course)")
    let (begun, folded) = (try #require(course.begun), try #require(course.folded))
    #expect(folded - begun <= 0.25)
    let faulted = try #require(course.faulted)
    #expect(faulted - folded >= 0.25 && faulted - folded <= 0.4)
  }

  /// Damping that the velocity filter delays too much buzzes by some counts of the encoder with the whole
  /// effort; half of it does not.
  @Test(arguments: [10.0, 14]) func halfOfTooMuchDampingIsQuiet(_ kd: Double) throws {
    let course = try Self.course("law: impedance, kp: 40 N.m/rad, kd: \(kd) N.m.s/rad")
    print("kd \(kd) N.m.s/rad: \(course)")
    #expect(course.folded != nil && course.faulted == nil)
    #expect(course.swing < 0.002)
  }

  @Test(arguments: [
    "kp: 40 N.m/rad, kd: 1.5 N.m.s/rad", "kp: 40 N.m/rad, kd: 5 N.m.s/rad",
    "kp: 100 N.m/rad, kd: 0.3 N.m.s/rad",
  ])
  func soundGainsAreLeftAlone(_ gains: String) throws {
    let course = try Self.course("law: impedance, \(gains)")
    #expect(course.folded == nil && course.faulted == nil)
  }
}
