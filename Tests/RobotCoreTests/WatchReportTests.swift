import RobotControl
import RobotCore
import RobotUnits
import Testing

/// What supplies and temperatures out of their ranges do to the cycle.
@Suite struct WatchReportTests {
  private func active() -> Bench {
    let bench = Bench([.small(), .small()])
    bench.activate(at: 0, 0)
    #expect(bench.state == .active)
    return bench
  }

  @Test(arguments: [
    (WatchReport.Kind.tooHot, FaultCode.overTemperature, false),
    (.underVoltage, .underVoltage, false), (.overCurrent, .overCurrent, false),
    (.overVoltage, .overVoltage, true),
  ])
  func stopsAndSaysOfWhichDevice(kind: WatchReport.Kind, code: FaultCode, isOffAtOnce: Bool) {
    let bench = active()
    bench.follows = true
    bench.ask(.jog, joint: 0, displacement: 1, speed: 1)
    bench.run(100)
    bench.input.watches.add(kind, device: 5, value: 9, limit: 10.5)
    let verdict = bench.step()
    #expect(verdict.latched?.code == code)
    #expect(verdict.latched?.device == 5 && verdict.latched?.joint == -1)
    #expect(verdict.latched?.value == 9 && verdict.latched?.limit == 10.5)
    // From 1 rad/s it brakes for 50 ms, or is left alone.
    #expect(verdict.outputsEnabled == !isOffAtOnce)
    bench.run(50)
    #expect(bench.state == .faulted)
    // As long as it is so, nothing clears it, and nothing arms.
    #expect(bench.ask(.clear)?.refusal == .causePersists)
    bench.input.watches = WatchReport()
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    bench.input.watches.add(kind, device: 5, value: 9, limit: 10.5)
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == (code == .overTemperature ? .tooHot : .supplyOutOfRange))
    #expect(answer?.device == 5)
  }

  @Test func twoThingsAtOnceAreBothListed() {
    let bench = Bench([.small(), .small()])
    bench.run(10)
    bench.input.watches.add(.underVoltage, device: 3, value: 9, limit: 10.5)
    bench.input.watches.add(.tooHot, device: 4, value: 90, limit: 85)
    bench.input.watches.add(.tooHot, device: 7, value: 91, limit: 85)
    bench.input.watches.add(.silent, device: 130, value: 10, limit: 3)
    bench.ask(.examine)
    let blocks = (0..<bench.cycle.armingBlocks.count).map { bench.cycle.armingBlocks.block($0) }
    #expect(blocks.map(\.device) == [3, 4, 7, 130])
    #expect(
      blocks.map(\.refusal) == [.supplyOutOfRange, .tooHot, .tooHot, .sensorNotFresh])
  }

  /// A device that says nothing any more is no reason to stop, but one to go on slower.
  @Test func whatIsNotKnownSlows() {
    let bench = active()
    bench.input.watches.add(.silent, device: 2, value: 151, limit: 150)
    let verdict = bench.step()
    #expect(bench.state == .degraded)
    #expect(verdict.degraded?.code == .watchSilent && verdict.degraded?.device == 2)
    #expect(verdict.degraded?.value == 151 && verdict.degraded?.limit == 150)
    #expect(bench.ask(.arm)?.refusal == .sensorNotFresh)
    bench.input.watches = WatchReport()
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(110)
    #expect(bench.state == .active)
  }

  /// 2.5 N.m, of which a temperature leaves 0.6: 1.5 N.m; of the other joint nothing is taken.
  @Test func aTemperatureTakesAPartOfTheEffort() {
    let bench = active()
    func push() {
      bench.send(JointTarget(position: 0, velocity: 0, kp: .nan, kd: .nan, feedForward: 100))
      bench.step()
    }
    push()
    #expect(bench.joint(0).appliedEffort == 2.5 && bench.joint(1).appliedEffort == 2.5)
    #expect(!bench.joint(0).limits.contains(.temperature))
    bench.cycle.deratings[0] = 0.6
    bench.cycle.isDerated = true
    push()
    #expect(bench.joint(0).appliedEffort == 1.5 && bench.joint(1).appliedEffort == 2.5)
    #expect(bench.joint(0).limits.contains(.temperature))
    #expect(!bench.joint(1).limits.contains(.temperature))
    bench.cycle.deratings[0] = 1
    bench.cycle.isDerated = false
    push()
    #expect(bench.joint(0).appliedEffort == 2.5)
    #expect(!bench.joint(0).limits.contains(.temperature))
  }

  /// 51 cycles of 2 ms are more than the 100 ms that may be lost at once; two seconds later they are past.
  @Test func aLoopThatLostTimeIsNotArmed() {
    let bench = Bench([.small(), .small()])
    bench.run(10)
    for _ in 0..<51 {
      bench.input.skippedCycles = 1
      bench.step()
    }
    #expect(bench.ask(.examine)?.refusal == .loopUnsteady)
    bench.run(1_000)
    #expect(bench.ask(.examine)?.refusal == Refusal.none)
  }

  @Test func aLittleLostTimeForbidsNothing() {
    let bench = Bench([.small(), .small()])
    bench.run(10)
    for _ in 0..<49 {
      bench.input.skippedCycles = 1
      bench.step()
    }
    #expect(bench.ask(.examine)?.refusal == Refusal.none)
  }
}
