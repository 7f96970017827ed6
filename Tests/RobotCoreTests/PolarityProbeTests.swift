import RobotCore
import RobotUnits
import Testing

/// Whether joints move to where they are pushed, asked before anything holds them. Joints of 0.05 kg.m^2 that
/// stick below 0.3 N.m; 2.5 N.m is their limit, 30 % of it what they are asked with.
@Suite struct PolarityProbeTests {
  private struct Arm {
    let bench: Bench
    var signs = [1.0, 1.0, 1.0]
    var friction = [0.3, 0.3, 0.3]
    private var velocities = [0.0, 0.0, 0.0]
    /// The greatest effort and way of each joint before the gains began to grow.
    var most = [0.0, 0.0, 0.0]

    init() {
      bench = Bench([.small(), .small(), .small()]) { $0.probeShare = 0.3 }
      bench.run(10)
    }

    mutating func run(_ cycles: Int, _ each: (Bench) -> Void = { _ in }) {
      for _ in 0..<cycles {
        for joint in 0..<3 {
          let effort = signs[joint] * bench.joint(joint).appliedEffort
          let free = abs(effort) > friction[joint] || velocities[joint] != 0
          let drag = velocities[joint] == 0 ? 0 : (velocities[joint] > 0 ? 1 : -1) * friction[joint]
          let before = velocities[joint]
          if free { velocities[joint] += (effort - drag) / 0.05 * Bench.period }
          if before * velocities[joint] < 0 { velocities[joint] = 0 }
          bench.samples[joint].position += velocities[joint] * Bench.period
        }
        bench.step()
        each(bench)
        if bench.state == .arming {
          for joint in 0..<3 {
            most[joint] = max(most[joint], abs(bench.joint(joint).appliedEffort))
          }
        }
      }
    }
  }

  @Test func goodWiresAreArmed() {
    var arm = Arm()
    #expect(arm.bench.ask(.arm)?.refusal == Refusal.none)
    arm.run(800)
    #expect(arm.bench.state == .active)
    // Every joint was pushed, none by more than the share.
    for joint in 0..<3 { #expect(arm.most[joint] > 0.3 && arm.most[joint] <= 0.75) }
    #expect(arm.bench.samples.allSatisfy { abs($0.position) < 0.1 })
  }

  @Test(arguments: 0..<3) func swappedWiresAreNot(joint: Int) throws {
    var arm = Arm()
    arm.signs[joint] = -1
    arm.bench.ask(.arm)
    arm.run(800)
    #expect(arm.bench.state == .faulted)
    let latched = arm.bench.cycle.fault
    let fault = try #require(latched)
    #expect(fault.code == .wrongPolarity && fault.joint == joint)
    #expect(abs(fault.value) >= 0.01 && abs(fault.value) < 0.05)
    // Within its turn: 0.05 s of rest and 0.15 s of effort for each joint.
    #expect(fault.cycle.index <= 10 + 2 + UInt64(joint + 1) * 101)
    // The joints behind it were not touched.
    for other in (joint + 1)..<3 { #expect(arm.most[other] == 0) }
    #expect(arm.bench.ask(.clear)?.refusal == Refusal.none)
  }

  /// Who does not move has not answered: its brake, or what it sticks with, is stronger.
  @Test func whoDoesNotMoveHasNotAnswered() {
    var arm = Arm()
    arm.friction = [5, 5, 5]
    arm.signs = [-1, -1, -1]
    arm.bench.ask(.arm)
    arm.run(800)
    #expect(arm.bench.state == .active)
    #expect(arm.most[0] == 0.75)
  }

  /// Towards the middle of its range, where there is room.
  @Test(arguments: [1.2, -1.2]) func pushesTowardsTheMiddle(position: Double) {
    var arm = Arm()
    for joint in 0..<3 { arm.bench.samples[joint].position = position }
    arm.bench.run(20)
    arm.bench.ask(.arm)
    arm.run(60) { bench in
      #expect(bench.joint(0).appliedEffort * position <= 0)
    }
    #expect(arm.most[0] > 0)
  }

  /// At once: who is held is not pushed any more.
  @Test(arguments: [(Request.Kind.disarm, LifecycleState.disarmed), (.stop, .holding)])
  func aStopEndsIt(_ stop: Request.Kind, _ end: LifecycleState) {
    var arm = Arm()
    arm.bench.ask(.arm)
    arm.run(50)
    let pushed = abs(arm.bench.joint(0).appliedEffort)
    #expect(pushed > 0.1)
    arm.bench.ask(stop)
    arm.run(300) { bench in #expect(abs(bench.joint(0).appliedEffort) < pushed / 2) }
    #expect(arm.bench.state == end)
  }

  /// Who is held already is not asked again.
  @Test func onlyWhoWasOffIsAsked() {
    var arm = Arm()
    arm.bench.ask(.arm)
    arm.run(800)
    arm.bench.ask(.stop)
    arm.run(200)
    #expect(arm.bench.state == .holding)
    arm.bench.ask(.arm)
    arm.run(120)
    #expect(arm.bench.state == .active)
  }
}
