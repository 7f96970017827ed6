import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing
import TestSupport

/// Control cycles that do not come, on the virtual clock: what reaches the pins meanwhile, and what
/// becomes of the motion.
@Suite struct OverrunTests {
  static let policies = [
    "skip", "{ catch_up: 1 }", "{ catch_up: 3 }", "{ hold: 2 }", "{ extrapolate: 1 }",
    "{ extrapolate: 4 }",
  ]

  private static func with(_ loop: String) -> (String) -> String {
    { $0.replacing("rate: 500 Hz", with: "rate: 500 Hz\nloop: { \(loop) }") }
  }

  /// The arm, swinging by 0.4 rad about its centre for `seconds`, as the file's `loop` says.
  private func swinging(_ loop: String, seconds: Double = 4) throws -> VirtualRobot {
    var robot = try VirtualRobot(arm: Self.with(loop))
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let knots = robot.upload(duration: seconds) { joint, time in
      RampedSwing.point(center: VirtualRobot.center[joint], at: time, of: seconds)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    // At 0.5 rad/s, and slowing down.
    robot.run(seconds: 0.7)
    #expect(robot.snapshots.slot.pointee.source == .motion)
    return robot
  }

  /// The level of every PWM pin after each of `count` grid points without control.
  private func pins(_ robot: inout VirtualRobot, without count: Int) -> [[Double]] {
    (0..<count).map { _ in
      robot.stepper.stepWithoutControl(robot.world.clock)
      return robot.pins
    }
  }

  @Test func holdsTheOutputsAndThenSwitchesThemOff() throws {
    for (policy, held) in [("skip", 5), ("{ hold: 2 }", 2), ("{ hold: 7 }", 7)] {
      var robot = try swinging("overrun: \(policy)")
      let seen = pins(&robot, without: held + 2)
      #expect(seen[0].contains { $0 > 0 }, "\(policy)")
      for cycle in 1..<held { #expect(seen[cycle] == seen[0], "\(policy), cycle \(cycle)") }
      #expect(seen[held].allSatisfy { $0 == 0 }, "\(policy)")
      #expect(seen[held + 1].allSatisfy { $0 == 0 }, "\(policy)")
    }
  }

  /// The pins go on as they changed last, within a step of the chip (1/4096), and are then switched off.
  /// 1 - duty is what an H-bridge in slow decay has on one of its two pins.
  @Test func extrapolatesTheOutputsAndThenSwitchesThemOff() throws {
    var robot = try swinging("overrun: { extrapolate: 3 }")
    let efforts = robot.joints.map(\.appliedEffort)
    robot.run(cycles: 1)
    let changes = zip(robot.joints, efforts).map { $0.appliedEffort - $1 }
    #expect(changes.contains { abs($0) > 1e-3 })
    let duties = robot.joints.map(\.duty)
    let seen = pins(&robot, without: 6)
    let step = 1.5 / 4096
    for (joint, description) in robot.model.robot.joints.enumerated() {
      let motor = robot.model.joints[joint].motor
      let direction = robot.model.joints[joint].actuatorDirection
      let device = description.actuator.channels[0]
      let pwm = try #require(
        robot.world.chips[robot.model.robot.devices[device.device].name] as? PCA9685Model)
      let chip = try #require(robot.pwmChips.firstIndex { $0 === pwm })
      // In 1 period the effort's change is this part of the supply.
      let perPeriod =
        direction * changes[joint] / motor.effortPerAmpere * motor.resistance / motor.supply
      for cycle in 0..<4 {
        let forward = seen[cycle][chip * 16 + device.channel]
        let reverse = seen[cycle][chip * 16 + description.actuator.channels[1].channel]
        let expected = duties[joint] + Double(cycle) * perPeriod
        guard abs(robot.joints[joint].appliedEffort + 3 * changes[joint]) < 2.5 else { continue }
        #expect(abs((forward - reverse) - expected) < 2 * step, "joint \(joint), cycle \(cycle)")
      }
    }
    #expect(seen[4].allSatisfy { $0 == 0 })
    #expect(seen[5].allSatisfy { $0 == 0 })
  }

  /// A cycle that is caught up takes its own step of the motion; one that is skipped takes none.
  @Test func catchingUpKeepsTheMotionInTime() throws {
    for (policy, delay) in [
      ("skip", 3), ("{ catch_up: 1 }", 2), ("{ catch_up: 2 }", 1), ("{ catch_up: 3 }", 0),
    ] {
      var robot = try swinging("overrun: \(policy)")
      let start = robot.snapshots.slot.pointee.motionTime
      let first = robot.stepper.index
      _ = pins(&robot, without: 3)
      robot.run(cycles: 10 + 3 - delay)
      #expect(robot.stepper.index == first + 13, "\(policy)")
      #expect(robot.snapshots.slot.pointee.cycle.index == first + 12, "\(policy)")
      let moved = robot.snapshots.slot.pointee.motionTime - start
      #expect(abs(moved - Double(13 - delay) * 0.002) < 1e-9, "\(policy)")
      #expect(robot.violations == 0)
      #expect(robot.faults.isEmpty, "\(policy)")
    }
  }

  /// Overruns at random, each within what the policies bear: references, efforts and duties stay in their
  /// limits (the watch looks at every cycle), the joints stay near their references, and the same
  /// overruns give the same bits.
  @Test(arguments: policies)
  func movesWithinItsLimitsWhateverIsLost(_ policy: String) throws {
    var ends: [[Double]] = []
    for _ in 0..<2 {
      var random = SeededRandom(seed: 99)
      var robot = try swinging("overrun: \(policy)")
      var furthest = 0.0
      for _ in 0..<60 {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          robot.stepper.stepWithoutControl(robot.world.clock)
        }
        robot.run(cycles: Int.random(in: 4...20, using: &random)) { snapshot in
          for joint in 0..<6 {
            let now = snapshot.joints[joint]
            furthest = max(furthest, abs(now.referencePosition - now.measuredPosition))
          }
        }
      }
      #expect(robot.violations == 0, "\(policy), seed 99")
      #expect(robot.faults.isEmpty, "\(policy), seed 99")
      #expect(robot.stops.isEmpty, "no ladder is asked for")
      #expect(furthest < 0.1, "\(policy), seed 99")
      ends.append(robot.positions)
    }
    #expect(ends[0] == ends[1])
  }

  /// Credits, then hold, then the fault: each step along the reference, inside the limits.
  @Test(arguments: policies)
  func climbsTheLadder(_ policy: String) throws {
    var robot = try swinging("overrun: \(policy), credits: { most: 8, regain: 1 s }")
    var lifecycles: [LifecycleState] = []
    func lose(_ robot: inout VirtualRobot) {
      for _ in 0..<3 { robot.stepper.stepWithoutControl(robot.world.clock) }
      robot.run(cycles: 30)
      lifecycles.append(robot.lifecycle)
    }
    lose(&robot)
    lose(&robot)
    #expect(lifecycles == [.active, .active], "6 of 8 credits")
    #expect(robot.stops.isEmpty)
    lose(&robot)
    #expect(robot.stops.map(\.code) == [.overrunCredits])
    #expect(robot.stops.first?.value == 3)
    #expect(robot.stops.first?.limit == 8)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .holding)
    #expect(robot.outputsEnabled == true)
    let held = robot.references
    robot.run(seconds: 0.2)
    #expect(robot.references == held)
    #expect(robot.faults.isEmpty)
    // And again, while it holds: 6 of the new 8 are borne.
    lose(&robot)
    lose(&robot)
    #expect(robot.faults.isEmpty)
    lose(&robot)
    #expect(robot.faults.map(\.code) == [.loopOverrun])
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .faulted)
    #expect(robot.outputsEnabled == false)
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.violations == 0)
    // A person clears, and it runs again.
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
  }

  /// 9 of 8 credits at once, while it swings.
  @Test func brakesAndSwitchesOffWhenTooMuchIsLostAtOnce() throws {
    var robot = try swinging("credits: { most: 8, regain: 1 s }")
    for _ in 0..<9 { robot.stepper.stepWithoutControl(robot.world.clock) }
    robot.run(cycles: 1)
    #expect(robot.faults.map(\.code) == [.loopOverrun])
    #expect(robot.faults.first?.value == 9)
    #expect(robot.lifecycle == .stopping)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .faulted)
    #expect(robot.violations == 0)
  }

  /// A credit per 20 ms: one cycle lost in every 20 is borne for ever, two are not.
  @Test func givesCreditsBack() throws {
    for (lost, isBorne) in [(1, true), (2, false)] {
      var robot = try swinging("credits: { most: 8, regain: 20 ms }")
      for _ in 0..<40 {
        for _ in 0..<lost { robot.stepper.stepWithoutControl(robot.world.clock) }
        robot.run(cycles: 20 - lost)
      }
      #expect(robot.stops.isEmpty == isBorne)
    }
  }
}

/// A swing of 0.4 rad at 0.5 Hz that begins and ends at rest.
enum RampedSwing {
  static func point(center: Double, at time: Double, of seconds: Double) -> MotionPoint {
    // 1 - cos begins at rest; a whole number of its periods of 2 s ends so.
    let rate = Double.pi
    let (sine, cosine) = RealtimeMath.sineCosine(rate * time)
    return MotionPoint(
      position: center + 0.2 * (1 - cosine), velocity: 0.2 * rate * sine,
      acceleration: 0.2 * rate * rate * cosine)
  }
}
