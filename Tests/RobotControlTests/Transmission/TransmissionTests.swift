import RobotControl
import RobotUnits
import TestSupport
import Testing

/// Ratio, screw and differential against figures worked by hand, and what holds for all of them.
@Suite struct TransmissionTests {
  @Test func gearsTurnSlowerAndStronger() throws {
    // 5 : 1, the other way round, the joint at 0.3 rad when the motor stands at 0.
    let gears = Transmission.ratio(try RatioTransmission(ratio: -5, offset: 0.3))
    #expect(abs(gears.jointPosition(actuator: 2) - -0.1) < 1e-15)
    #expect(abs(gears.actuatorPosition(joint: -0.1) - 2) < 1e-15)
    #expect(gears.jointVelocity(actuator: 10, at: 0) == -2)
    #expect(gears.jointEffort(actuator: 0.4, at: 0) == -2)
    #expect(gears.actuatorEffort(joint: -2, at: 0) == 0.4)
    #expect(gears.efficiency() == 1)
  }

  @Test func screwMovesItsLeadInATurn() throws {
    // 5 mm a turn: 1 N.m lifts 2 pi / 0.005 m = 1256.637 N, 3000 rpm = 100 pi rad/s are 0.25 m/s.
    let screw = Transmission.screw(
      try ScrewTransmission(lead: 0.005, offset: 0.02, efficiency: 0.9))
    #expect(abs(screw.jointPosition(actuator: 6.283_185_307_179_586) - 0.025) < 1e-15)
    #expect(abs(screw.actuatorPosition(joint: 0.025) - 6.283_185_307_179_586) < 1e-12)
    #expect(abs(screw.jointEffort(actuator: 1, at: 0) - 1256.637_061_435_917) < 1e-9)
    #expect(abs(screw.jointVelocity(actuator: 314.159_265_358_979_3, at: 0) - 0.25) < 1e-15)
    #expect(screw.efficiency() == 0.9)
  }

  @Test func differentialAddsAndSubtracts() throws {
    // Both motors 10 : 1, the second joint 2 : 1 behind the bevel gears.
    let wrist = try DifferentialTransmission(
      actuatorRatios: Pair(10, 10), jointRatios: Pair(1, 2), offsets: Pair(0.1, -0.2))
    let joints = wrist.jointPositions(actuators: Pair(3, 1))
    #expect(abs(joints.x - 0.3) < 1e-15, "(0.3 + 0.1) / 2 + 0.1")
    #expect(abs(joints.y - -0.15) < 1e-15, "(0.3 - 0.1) / 4 - 0.2")
    #expect(wrist.jointEfforts(actuators: Pair(1, 0.5)) == Pair(15, 10))
    #expect(wrist.actuatorEfforts(joints: Pair(15, 10)) == Pair(1, 0.5))
    #expect(wrist.actuatorVelocities(joints: Pair(1, 0)) == Pair(10, 10))
    #expect(wrist.actuatorVelocities(joints: Pair(0, 1)) == Pair(20, -20))
  }

  @Test func differentialConservesPowerAndComesBack() throws {
    let seed: UInt64 = 42
    var random = SeededRandom(seed: seed)
    for _ in 0..<2000 {
      func pair(_ range: ClosedRange<Double>) -> Pair {
        Pair(random.number(range), random.number(range))
      }
      let wrist = try DifferentialTransmission(
        actuatorRatios: pair(0.5...200), jointRatios: pair(-4 ... -0.25), offsets: pair(-3...3))
      let joints = pair(-3...3)
      let back = wrist.jointPositions(actuators: wrist.actuatorPositions(joints: joints))
      let error = joints - back
      #expect(abs(error.x) + abs(error.y) < 1e-12, "seed \(seed)")
      let (velocities, efforts) = (pair(-5...5), pair(-50...50))
      let atJoints = (wrist.jointVelocities(actuators: velocities) * efforts).sum()
      let atActuators = (velocities * wrist.actuatorEfforts(joints: efforts)).sum()
      #expect(abs(atJoints - atActuators) < 1e-11 * (1 + abs(atJoints)), "seed \(seed)")
      let again = wrist.jointEfforts(actuators: wrist.actuatorEfforts(joints: efforts)) - efforts
      #expect(abs(again.x) + abs(again.y) < 1e-11, "seed \(seed)")
    }
  }

  /// One seeded draw of all kinds: power is conserved, positions come back, and the rate is the slope.
  @Test(arguments: [UInt64](1...40))
  func keepsItsPromises(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for transmission in try Draw.transmissions(&random) {
      for _ in 0..<200 {
        let joint = random.number(-0.5...0.5)
        let actuator = transmission.actuatorPosition(joint: joint)
        let back = transmission.jointPosition(actuator: actuator)
        #expect(abs(back - joint) < 1e-12, "seed \(seed): \(transmission) at \(joint)")
        let step = 1e-5
        let slope =
          (transmission.actuatorPosition(joint: joint + step)
            - transmission.actuatorPosition(joint: joint - step)) / (2 * step)
        let rate = transmission.rate(joint: joint)
        // The cubic term of a linkage near a toggle.
        #expect(abs(slope - rate) < 1e-4 * abs(rate), "seed \(seed): \(transmission) at \(joint)")
        let (velocity, effort) = (random.number(-5...5), random.number(-9...9))
        let jointPower = effort * velocity
        let actuatorPower =
          transmission.actuatorEffort(joint: effort, at: joint)
          * transmission.actuatorVelocity(joint: velocity, at: joint)
        #expect(abs(jointPower - actuatorPower) < 1e-12 * (1 + abs(jointPower)), "seed \(seed)")
        let effortBack = transmission.jointEffort(
          actuator: transmission.actuatorEffort(joint: effort, at: joint), at: joint)
        let velocityBack = transmission.jointVelocity(
          actuator: transmission.actuatorVelocity(joint: velocity, at: joint), at: joint)
        #expect(abs(effortBack - effort) + abs(velocityBack - velocity) < 1e-12, "seed \(seed)")
      }
    }
  }

  @Test func refusesWhatCannotBe() {
    #expect(throws: TransmissionError.ratioOutOfRange(0)) { try RatioTransmission(ratio: 0) }
    #expect(throws: TransmissionError.notFinite) {
      try RatioTransmission(ratio: 2, offset: .infinity)
    }
    #expect(throws: TransmissionError.leadOutOfRange(0)) {
      try ScrewTransmission(lead: 0, efficiency: 1)
    }
    #expect(throws: TransmissionError.efficiencyOutOfRange(1.5)) {
      try ScrewTransmission(lead: 0.002, efficiency: 1.5)
    }
    #expect(throws: TransmissionError.efficiencyOutOfRange(0)) {
      try ScrewTransmission(lead: 0.002, efficiency: 0)
    }
    #expect(throws: TransmissionError.ratioOutOfRange(0)) {
      try DifferentialTransmission(actuatorRatios: Pair(10, 0), jointRatios: Pair(1, 1))
    }
  }
}

/// Seeded transmissions of every kind.
private enum Draw {
  static func transmissions(_ random: inout SeededRandom) throws -> [Transmission] {
    var drawn: [Transmission] = [
      .ratio(try RatioTransmission(ratio: random.number(-300 ... -0.01), offset: 0.4)),
      .screw(
        try ScrewTransmission(lead: random.number(0.001...0.05), offset: 0.1, efficiency: 0.5)),
    ]
    // Most draws toggle somewhere; those that do not are taken.
    while drawn.count < 6 {
      let links = FourBarTransmission.Links(
        ground: random.number(0.02...0.1), crank: random.number(0.02...0.1),
        coupler: random.number(0.02...0.1), rocker: random.number(0.02...0.1))
      do throws(TransmissionError) {
        drawn.append(
          .fourBar(
            try FourBarTransmission(
              links: links, assembly: drawn.count % 2 == 0 ? .open : .crossed,
              crankZero: random.number(-3...3), range: -0.51...0.51,
              direction: drawn.count < 4 ? 1 : -1)))
      } catch {
        switch error {
        case .toggle, .linksDoNotClose, .rangeBeyondOneTurn: continue
        default: throw error
        }
      }
    }
    return drawn
  }
}
