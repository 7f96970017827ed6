import RobotControl
import RobotCore
import RobotUnits
import Testing

/// A joint of 0.04 kg.m^2 and a rotor of 0.05 that takes -1.962 N.m cos q to hold.
@Suite struct SilentActuatorTests {
  /// Moves the joint as its effort, times `share`, has it.
  private struct Plant {
    var position = 0.0
    var velocity = 0.0

    mutating func step(_ bench: Bench, share: Double) -> Verdict {
      let weight = 1.962 * RealtimeMath.sineCosine(position).cosine
      velocity += Bench.period * (share * bench.joint(0).appliedEffort + weight) / 0.09
      position += Bench.period * velocity
      bench.samples[0].position = position
      return bench.step()
    }
  }

  /// Without its motor it falls with 21.8 rad/s^2: told before it is 0.1 rad off, and before it is too fast or too
  /// far away (402, 403).
  @Test func aJointThatFallsIsTold() throws {
    let bench = loadedJoint()
    bench.activate(at: 0)
    var plant = Plant()
    for _ in 0..<200 { _ = plant.step(bench, share: 1) }
    #expect(bench.cycle.fault == nil)
    var (fault, cycles): (FaultRecord?, Int) = (nil, 0)
    while fault == nil, cycles < 200 {
      fault = plant.step(bench, share: 0).latched
      cycles += 1
    }
    let record = try #require(fault)
    #expect(record.code == .actuatorSilent && record.joint == 0)
    #expect(cycles >= 15 && cycles <= 50, "\(cycles)")
    #expect(record.value < 0.1 && record.limit == 0.1)
    #expect(FaultCode.actuatorSilent.reaction() == .safeStop1)
  }

  /// In jogs both ways, with a tenth of its effort lost, and blocked: nothing.
  @Test(arguments: [1.0, 0.9]) func aMotorThatGivesIsNotSilent(share: Double) {
    let bench = loadedJoint()
    bench.activate(at: 0)
    var plant = Plant()
    for turn in 0..<6 {
      bench.ask(.jog, joint: 0, displacement: turn % 2 == 0 ? 0.6 : -0.6, speed: 3)
      for _ in 0..<300 { _ = plant.step(bench, share: share) }
    }
    #expect(bench.cycle.fault == nil, "\(String(describing: bench.cycle.fault))")
    bench.ask(.jog, joint: 0, displacement: -0.4, speed: 3)
    bench.run(500)
    #expect(bench.cycle.fault == nil)
  }

  @Test func aSilentServoBrakes() {
    let bench = Bench([.small(), .small()])
    bench.activate(at: 0, 0)
    bench.input.servoSilent = JointSet(1)
    let record = bench.step().latched
    #expect(record?.code == .actuatorSilent && record?.joint == 1)
  }
}
