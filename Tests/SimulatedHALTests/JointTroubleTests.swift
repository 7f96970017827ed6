import SimulatedHAL
import Testing

/// What breaks at a joint of the plant, and at its supply. The motor of `Motor.parameters`: 6 rad/s and 3 N.m at 12 V.
@Suite struct JointTroubleTests {
  private func bench(_ edit: (inout JointTrouble) -> Void) -> PlantBench {
    let bench = PlantBench([Motor.parameters()])
    bench.drive(forward: 0.5, reverse: 0)
    bench.run(2)
    var trouble = JointTrouble()
    edit(&trouble)
    bench.plant.setTrouble(trouble, joint: 0)
    return bench
  }

  @Test func aBlockedGearStandsStillAndMovesOnAfterwards() {
    let bench = bench { $0.isJammed = true }
    bench.run(0.001)
    let position = bench.position()
    bench.run(0.5)
    #expect(bench.position() == position)
    bench.plant.setTrouble(JointTrouble(), joint: 0)
    bench.run(1)
    #expect(bench.position() > position + 1)
  }

  /// Half of the period driven, and no brake in the other: it coasts at its speed, and takes no current.
  @Test func aMotorWithoutAWireCoasts() {
    let bench = bench { $0.isDead = true }
    let before = bench.velocity()
    bench.drive(forward: 1, reverse: 1)
    bench.run(0.5)
    #expect(abs(bench.velocity() - before) < 1e-6)
    #expect(bench.plant.power().amperes == 0)
  }

  @Test func swappedWiresTurnTheOtherWay() {
    let bench = bench { $0.isInverted = true }
    bench.drive(forward: 1, reverse: 0)
    bench.run(2)
    #expect(abs(bench.velocity() + 6) < 0.001)
  }

  /// Slow decay of a quarter, doubled; ten times of it is all that there is.
  @Test func aStrongerBridgeGivesMore() {
    let bench = bench { $0.factor = 2 }
    bench.drive(forward: 1, reverse: 0.75)
    bench.run(2)
    #expect(abs(bench.velocity() - 3) < 0.001)
    var trouble = JointTrouble()
    trouble.factor = 10
    bench.plant.setTrouble(trouble, joint: 0)
    bench.run(2)
    #expect(abs(bench.velocity() - 6) < 0.001)
  }

  @Test func motorsAndMonitorsFeelTheSupply() {
    let bench = PlantBench([Motor.parameters()])
    bench.drive(forward: 1, reverse: 0)
    bench.plant.setSupply(volts: 8)
    bench.run(2)
    #expect(abs(bench.velocity() - 4) < 0.001)
    #expect(bench.plant.power().busVolts == 8)
    bench.plant.setSupply(volts: bench.plant.supplyVolts)
    bench.run(2)
    #expect(abs(bench.velocity() - 6) < 0.001)
    #expect(bench.plant.power().busVolts == 12)
  }

  /// With play, rotor and joint are two masses: both are put there.
  @Test(arguments: [0.0, 0.02])
  func aJointThatIsPlacedStandsThereAndGoesOnFromThere(backlash: Double) {
    var parameters = Motor.parameters()
    parameters.backlash = backlash
    let bench = PlantBench([parameters])
    bench.drive(forward: 0.5, reverse: 0)
    bench.run(2)
    bench.plant.place(joint: 0, at: 0.25)
    #expect(bench.position() == 0.25)
    #expect(bench.plant.rotorPosition(joint: 0, at: bench.clock.now) == 0.25)
    bench.run(0.1)
    #expect(bench.position() > 0.25)
    #expect(bench.position() < 0.25 + 0.1 * 3)
  }
}
