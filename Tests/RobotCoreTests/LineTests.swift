import RobotCore
import RobotUnits
import Testing

/// What lines do to the whole cycle: the order of the brakes, and channels that disagree. A cycle has 2 ms, the
/// gains are up after 200 ms, brakes open in 50 ms and hold after 80 ms.
@Suite struct LineTests {
  private func braked() -> Bench {
    let bench = Bench(
      [.small(), .small()],
      brakes: BrakeSequence(engageTime: .milliseconds(80), releaseTime: .milliseconds(50)))
    bench.follows = true
    for joint in 0..<2 { bench.samples[joint].position = 0 }
    bench.run(20)
    return bench
  }

  /// Cycles until `condition` holds, at most 1000.
  private func cycles(_ bench: Bench, until condition: (Verdict) -> Bool) -> Int {
    for count in 1...1000 where condition(bench.step()) { return count }
    return -1
  }

  private func activate(_ bench: Bench) {
    bench.ask(.arm)
    #expect(cycles(bench, until: { _ in bench.state == .active }) > 0)
  }

  // MARK: Brakes

  @Test func torqueThenHoldThenBrakesThenCommands() {
    let bench = braked()
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.state == .arming)
    var released = 0
    var active = 0
    for count in 1...200 {
      let verdict = bench.step()
      #expect(verdict.outputsEnabled, "the torque is on throughout")
      if verdict.brakesReleased && released == 0 { released = count }
      if bench.state == .active && active == 0 { active = count }
    }
    // 200 ms are 100 cycles, the one that armed among them; 50 ms are 25.
    #expect((99...100).contains(released))
    #expect(active - released == 25)
  }

  @Test func aJointThatIsNotHeldKeepsTheBrakes() throws {
    let bench = braked()
    bench.ask(.arm)
    bench.follows = false
    var latched: FaultRecord?
    for count in 1...1000 {
      // Not yet a following error, but 0.04 rad from where it should be.
      bench.samples[1].position = min(0.001 * Double(count), 0.04)
      let verdict = bench.step()
      #expect(!verdict.brakesReleased)
      if let record = verdict.latched {
        latched = record
        // The gains after 200 ms, and 1 s more.
        #expect((598...602).contains(count))
        break
      }
    }
    let record = try #require(latched)
    #expect(record.code == .notHolding && record.joint == 1)
    #expect(abs(record.value - 0.04) < 1e-9 && record.limit == 0.03)
    #expect(bench.state == .faulted)
  }

  @Test(arguments: [Request.Kind.disarm])
  func brakesHoldBeforeTheTorqueGoes(_ request: Request.Kind) {
    let bench = braked()
    activate(bench)
    bench.ask(.jog, joint: 0, displacement: 1, speed: 2)
    bench.run(100)
    #expect(abs(bench.joint(0).referenceVelocity - 2) < 1e-9)
    bench.ask(request)
    #expect(bench.state == .stopping)
    // It brakes along the reference first: 2 rad/s by 0.04 rad/s each cycle.
    let engaged = cycles(bench, until: { !$0.brakesReleased })
    #expect((48...51).contains(engaged))
    #expect(bench.joint(0).referenceVelocity == 0)
    let off = cycles(bench, until: { !$0.outputsEnabled })
    #expect(off == 40, "80 ms with torque on engaged brakes")
    #expect(bench.state == .disarmed)
  }

  @Test func aFaultThatBrakesEndsInTheSameOrder() {
    let bench = braked()
    activate(bench)
    bench.input.overrun = Overrun(cost: 4, stock: 3, escalation: .excessive)
    let verdict = bench.step()
    #expect(verdict.latched?.code == .loopOverrun && !verdict.brakesReleased)
    bench.input.overrun = Overrun()
    #expect(bench.state == .stopping && verdict.outputsEnabled)
    #expect(cycles(bench, until: { !$0.outputsEnabled }) == 40)
    #expect(bench.state == .faulted)
    #expect(bench.cycle.brakes.state == .engaged)
  }

  @Test func safeTorqueOffEngagesAtOnce() {
    for isArming in [true, false] {
      let bench = braked()
      if isArming {
        bench.ask(.arm)
        #expect(cycles(bench, until: \.brakesReleased) > 0)
        #expect(bench.state == .arming)
      } else {
        activate(bench)
      }
      bench.input.emergencyStop = true
      let verdict = bench.step()
      #expect(!verdict.brakesReleased && !verdict.outputsEnabled)
    }
  }

  @Test func holdingKeepsTheBrakesAsTheyAre() {
    let released = braked()
    activate(released)
    released.ask(.stop)
    released.run(200)
    #expect(released.state == .holding && released.cycle.brakes.state == .released)
    released.ask(.arm)
    released.run(2)
    #expect(released.state == .active)

    let engaged = braked()
    engaged.ask(.arm)
    engaged.run(10)
    engaged.ask(.stop)
    engaged.run(300)
    #expect(engaged.state == .holding && engaged.cycle.brakes.state == .engaged)
    engaged.ask(.arm)
    #expect(cycles(engaged, until: { _ in engaged.state == .active }) == 25)
  }

  @Test func robotsWithoutBrakesNeverReleaseAny() {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 0)
    #expect(bench.state == .active && !bench.step().brakesReleased)
  }

  // MARK: Channels

  @Test func channelsThatDisagreeAreAFaultAlsoWithoutPower() {
    let bench = braked()
    #expect(bench.state == .disarmed)
    bench.input.channelDisagreement = 0.052
    let record = bench.step().latched
    #expect(record?.code == .emergencyStopDiscrepancy)
    #expect(record?.value == 0.052 && record?.limit == 0.05)
    #expect(bench.state == .faulted)
    #expect(bench.step().latched == nil, "said once")
    #expect(bench.ask(.clear)?.refusal == .causePersists)
    #expect(bench.ask(.arm)?.refusal == .faultLatched)
    bench.input.channelDisagreement = 0
    bench.run(100)
    #expect(bench.state == .faulted)
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    #expect(bench.state == .disarmed)
  }

  /// The press of one channel stops; that the other did not follow is the graver fault and takes its place.
  @Test func takesThePlaceOfTheStopThatShowedIt() {
    let bench = braked()
    activate(bench)
    bench.input.emergencyStop = true
    #expect(bench.step().latched?.code == .emergencyStop)
    bench.run(25)
    bench.input.channelDisagreement = 0.052
    #expect(bench.step().latched?.code == .emergencyStopDiscrepancy)
    #expect(bench.cycle.fault?.code == .emergencyStopDiscrepancy)
    bench.input.emergencyStop = false
    #expect(bench.ask(.clear)?.refusal == .causePersists)
  }
}
