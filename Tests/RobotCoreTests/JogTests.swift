import RobotControl
import RobotCore
import RobotUnits
import Testing

@Suite struct JogTests {
  private func running() -> Bench {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 0)
    return bench
  }

  @Test func movesOneJointAtTheSpeedThatWasAsked() {
    let bench = running()
    #expect(bench.ask(.jog, joint: 1, displacement: -0.4, speed: 0.5)?.refusal == Refusal.none)
    var fastest = 0.0
    for _ in 0..<600 {
      bench.step()
      fastest = max(fastest, abs(bench.joint(1).referenceVelocity))
      #expect(bench.joint(0).referencePosition == 0)
    }
    #expect(fastest == 0.5)
    #expect(abs(bench.joint(1).referencePosition + 0.4) < 1e-9)
  }

  @Test func isNeverFasterThanTheJoint() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 100)
    for _ in 0..<300 {
      bench.step()
      #expect(abs(bench.joint(0).referenceVelocity) <= 3)
    }
  }

  /// Once it is there, the robot listens to others again.
  @Test func endsWhereItWasToGo() {
    let bench = running()
    bench.ask(.jog, joint: 0, displacement: 0.1, speed: 1)
    bench.run(20)
    #expect(bench.cycle.source == .jog)
    bench.run(100)
    #expect(bench.cycle.source == .rest)
    bench.send(.at(0.3), valid: 500)
    bench.run(300)
    #expect(bench.cycle.source == .stream)
    #expect(abs(bench.joint(0).referencePosition - 0.3) < 1e-9)
  }

  /// A joint that was armed on its stop, beyond its limit, rests at the limit: it holds up no jog.
  @Test func endsBesideAJointThatWasArmedOnItsStop() {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 1.52)
    #expect(bench.state == .active)
    bench.ask(.jog, joint: 0, displacement: 0.1, speed: 1)
    bench.run(120)
    #expect(bench.joint(1).referencePosition == 1.5)
    #expect(bench.cycle.source == .rest)
  }

  @Test func isRefusedForAReason() {
    let bench = running()
    func jog(_ joint: Int, _ displacement: Double, _ speed: Double) -> Refusal? {
      bench.ask(.jog, joint: joint, displacement: displacement, speed: speed)?.refusal
    }
    #expect(jog(-1, 0.1, 1) == .invalidValue)
    #expect(jog(2, 0.1, 1) == .invalidValue)
    #expect(jog(0, .nan, 1) == .invalidValue)
    #expect(jog(0, .infinity, 1) == .invalidValue)
    for speed in [0, -1, Double.nan, .infinity] { #expect(jog(0, 0.1, speed) == .invalidValue) }
    #expect(jog(0, 1.51, 1) == .outsideLimits)
    #expect(jog(0, -1.51, 1) == .outsideLimits)
    #expect(bench.joint(0).referencePosition == 0)
    bench.send(.at(0), valid: 500)
    bench.step()
    #expect(jog(0, 0.1, 1) == .wrongState)
  }

  @Test func isRefusedUnlessActive() {
    let bench = Bench([.small()])
    func jog() -> Refusal? {
      bench.ask(.jog, joint: 0, displacement: 0.5, speed: 1)?.refusal
    }
    #expect(jog() == .wrongState)
    bench.follows = true
    bench.run(10)
    #expect(jog() == .wrongState)
    bench.ask(.arm)
    #expect(jog() == .wrongState)
    bench.run(120)
    #expect(jog() == Refusal.none)
    bench.run(100)
    bench.ask(.stop)
    #expect(bench.state == .stopping)
    #expect(jog() == .wrongState)
    bench.run(100)
    #expect(bench.state == .holding)
    let held = bench.joint(0).referencePosition
    #expect(jog() == .wrongState)
    bench.run(10)
    #expect(bench.joint(0).referencePosition == held)
  }
}
