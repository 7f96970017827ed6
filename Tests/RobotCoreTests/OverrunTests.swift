import RobotControl
import RobotCore
import Testing

/// The ladder: hold first, then the fault.
@Suite struct OverrunTests {
  private func moving() -> Bench {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 0)
    bench.ask(.jog, joint: 0, displacement: 1.4, speed: 3)
    bench.run(200)
    return bench
  }

  private func lose(_ bench: Bench, _ escalation: Overrun.Escalation) -> Verdict {
    bench.input.overrun = Overrun(cost: 7, stock: 10, escalation: escalation)
    defer { bench.input.overrun = Overrun() }
    return bench.step()
  }

  @Test func anOverrunThatIsBorneChangesNothing() {
    let bench = moving()
    let verdict = lose(bench, .none)
    #expect(verdict.stopped == nil)
    #expect(verdict.latched == nil)
    #expect(bench.state == .active)
  }

  @Test func theLastCreditStopsAlongTheReferenceAndHolds() {
    let bench = moving()
    var speed = bench.joint(0).referenceVelocity
    #expect(abs(speed - 3) < 1e-9)
    let index = bench.index
    let verdict = lose(bench, .exhausted)
    #expect(verdict.stopped?.code == .overrunCredits)
    #expect(verdict.stopped?.value == 7)
    #expect(verdict.stopped?.limit == 10)
    #expect(verdict.stopped?.cycle.index == index)
    #expect(verdict.latched == nil)
    #expect(bench.state == .stopping)
    while bench.state == .stopping, bench.index < index + 1_000 {
      // 20 rad/s^2 take 0.04 rad/s in each cycle.
      #expect(abs(speed - bench.joint(0).referenceVelocity - 0.04) < 1e-9)
      speed = bench.joint(0).referenceVelocity
      bench.step()
    }
    #expect(bench.state == .holding)
    #expect(bench.step().outputsEnabled)
    #expect(bench.cycle.fault == nil)
    #expect(bench.ask(.arm)?.refusal == Refusal.none, "no fault has to be cleared")
  }

  @Test func exhaustedAgainWhileItStopsItIsAFault() {
    let bench = moving()
    _ = lose(bench, .exhausted)
    bench.run(10)
    #expect(bench.state == .stopping)
    let verdict = lose(bench, .exhausted)
    #expect(verdict.latched?.code == .loopOverrun)
    #expect(verdict.latched?.value == 7)
    #expect(verdict.latched?.limit == 10)
    #expect(verdict.stopped == nil)
    #expect(bench.state == .stopping, "it brakes first")
    bench.run(100)
    #expect(bench.state == .faulted)
  }

  @Test func exhaustedAgainWhileItHoldsItIsAFault() {
    let bench = moving()
    _ = lose(bench, .exhausted)
    bench.run(100)
    #expect(bench.state == .holding)
    #expect(lose(bench, .exhausted).latched?.code == .loopOverrun)
    bench.run(2)
    #expect(bench.state == .faulted)
  }

  @Test func moreThanTheWholeStockAtOnceIsAFault() {
    let bench = moving()
    let verdict = lose(bench, .excessive)
    #expect(verdict.latched?.code == .loopOverrun)
    #expect(verdict.stopped == nil)
    bench.run(100)
    #expect(bench.state == .faulted)
  }

  /// What is off cannot be switched off, and may be armed as soon as the loop runs.
  @Test(arguments: [Overrun.Escalation.exhausted, .excessive])
  func nothingHappensToARobotThatIsOff(_ escalation: Overrun.Escalation) {
    let bench = Bench([.small(), .small()])
    bench.run(20)
    #expect(bench.state == .disarmed)
    let verdict = lose(bench, escalation)
    #expect(verdict.stopped == nil)
    #expect(verdict.latched == nil)
    #expect(bench.state == .disarmed)
  }

  /// A stall says more than that the credits are gone.
  @Test func aStallGoesBeforeTheLadder() {
    let bench = moving()
    bench.input.skippedCycles = 51
    #expect(lose(bench, .excessive).latched?.code == .loopStalled)
  }
}
