import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// A joint that runs against an obstacle, with a rated motor: 1.0913 N.m/A at the joint.
@Suite struct MotorHeatTests {
  private static let rating =
    "continuous_current: 0.8 A, peak_current: 2 A, thermal_time: 5 s, armature"
  private static func file(_ rating: String) -> String {
    Fixture.hinge.replacing("armature", with: rating)
  }

  /// The joint is stopped at 0.31 rad on its way to 0.6: 0.29 rad behind on 40 N.m/rad it asks for 11 N.m. 2 A are
  /// 6.25 times the heat that it bears: 0.8 after 5 s ln(6.25 / 5.45) = 0.685 s. What its winding took, as an
  /// instrument in the supply line sees it, is the load of the model.
  @Test func aStalledMotorIsFoldedBackAndSwitchedOff() throws {
    var robot = try VirtualRobot(
      try Fixture.model(Self.file(Self.rating)),
      wired: try Fixture.model(
        Self.file(Self.rating).replacing("[-1 rad, 1 rad]", with: "[-1 rad, 0.3 rad]")))
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(
      robot.ask(.jog, joint: 0, displacement: 0.6, speed: 2) == Refusal.none)
    var (time, folded, faulted) = (0.0, 0.0, 0.0)
    var (load, greatest) = (0.0, 0.0)
    while time < 10, robot.faults.isEmpty {
      robot.run(cycles: 1)
      time += 0.002
      let joint = robot.joints[0]
      // The supply sees the current for the share of the period in which the bridge is on.
      let amperes = abs(joint.duty) > 0.05 ? robot.world.plant.power().amperes / joint.duty : 0
      load += 0.002 / 5 * (amperes * amperes / 0.64 - load)
      // Where it is stopped, the back-EMF is overestimated for as long as the velocity estimate takes.
      if time > 0.6 { greatest = max(greatest, abs(amperes)) }
      if folded == 0, load > 0.5, joint.limits.contains(.current), joint.appliedEffort < 2.17 {
        folded = time
      }
    }
    faulted = time
    print(
      "stall: folded back after \(folded) s, 407 after \(faulted) s at a load of \(load), "
        + "\(greatest) A at most")
    #expect(robot.faults.map(\.code) == [.motorOverload])
    #expect(abs(greatest - 2) < 0.05)
    // 0.2 to 0.3 s on the way there.
    #expect(folded > 0.75 && folded < 1.15)
    #expect(faulted - folded > 0.9 && faulted - folded < 1.1)
    #expect(load > 0.93 && load < 1.02)
    robot.run(seconds: 0.1)
    #expect(robot.lifecycle == .faulted && !robot.outputsEnabled)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == .motorWarm)
    robot.run(seconds: 1)
    #expect(robot.ask(.arm) == Refusal.none)
  }

  /// To and fro as its limits allow, the motor stays cool: nothing is noted.
  @Test func ordinaryMotionsAreNotLimited() throws {
    var robot = try VirtualRobot(try Fixture.model(Self.file(Self.rating)))
    #expect(robot.armAndSettle() == Refusal.none)
    var noted = 0
    for goal in [0.6, -0.6, 0.6, -0.6] {
      #expect(robot.move(to: [goal], in: 1) == Refusal.none)
      robot.run(seconds: 0.2) { snapshot in
        if snapshot.joints[0].limits.contains(.current) { noted += 1 }
      }
    }
    #expect(noted == 0 && robot.faults.isEmpty)
  }

  /// Without a peak the effort limit's current is the peak; without any of both nothing is rated.
  @Test func theFileSaysWhatIsRated() throws {
    let rating = { (keys: String) in try Fixture.model(Self.file(keys)).joints[0].rating }
    #expect(try rating("armature") == nil)
    let whole = try #require(try rating(Self.rating))
    #expect(whole.continuousCurrent == 0.8 && whole.peakCurrent == 2 && whole.timeConstant == 5)
    let heat = try #require(try rating("continuous_current: 0.8 A, armature"))
    #expect(abs(heat.peakCurrent - 2.5 / 1.091_3) < 1e-3 && heat.timeConstant == 30)
    let peak = try #require(try rating("peak_current: 1.5 A, armature"))
    #expect(peak.continuousCurrent == .infinity && peak.peakCurrent == 1.5)
  }
}
