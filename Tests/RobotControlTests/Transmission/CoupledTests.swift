import RobotControl
import RobotUnits
import TestSupport
import Testing

/// Fingers: joints that share actuators.
@Suite struct CoupledTests {
  /// One motor, three joints of a finger: the middle one 1 : 1, the end joint follows with 0.7.
  @Test func fingerFollowsItsMotor() throws {
    let finger = try CoupledTransmission(
      mimics: [
        .init(actuator: 0, multiplier: 0.5, offset: 0.1), .init(actuator: 0, multiplier: 1),
        .init(actuator: 0, multiplier: 0.7),
      ], actuatorCount: 1)
    let motor = FixedArray([0.8])
    let joints = FixedArray([0.0, 0, 0])
    finger.jointPositions(actuators: motor, into: joints)
    #expect(Self.distance(joints, [0.5, 0.8, 0.56]) < 1e-15)
    finger.actuatorPositions(joints: joints, into: motor)
    #expect(abs(motor[0] - 0.8) < 1e-15)
    // Power: 1 N.m at each joint is 0.5 + 1 + 0.7 at the motor.
    finger.actuatorEfforts(joints: FixedArray([1.0, 1, 1]), into: motor)
    #expect(abs(motor[0] - 2.2) < 1e-15)
    // The least efforts that balance 1.74 N.m of the motor are C / |C|^2 of it: 0.5 + 1 + 0.49 = 1.74.
    finger.jointEfforts(actuators: FixedArray([1.74]), into: joints)
    #expect(Self.distance(joints, [0.5, 1, 0.7]) < 1e-15)
  }

  @Test(arguments: [UInt64](1...60))
  func keepsItsPromises(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let jointCount = Int.random(in: 1...6, using: &random)
    let actuatorCount = Int.random(in: 1...jointCount, using: &random)
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in random.number(-1...1) } }
    // The unit columns keep the draw away from dependent ones.
    let coupling = (0..<jointCount).map { row in
      numbers(actuatorCount).enumerated().map { $1 * 0.4 + ($0 == row ? 1 : 0) }
    }
    let hand = try CoupledTransmission(coupling: coupling, offsets: numbers(jointCount))
    let actuators = numbers(actuatorCount)
    let joints = FixedArray(repeating: 0.0, count: jointCount)
    let back = FixedArray(repeating: 0.0, count: actuatorCount)
    hand.jointPositions(actuators: FixedArray(actuators), into: joints)
    hand.actuatorPositions(joints: joints, into: back)
    #expect(Self.distance(back, actuators) < 1e-12, "seed \(seed)")
    // Velocities and efforts in both directions: effort_a v_a = effort_j v_j.
    hand.jointVelocities(actuators: FixedArray(actuators), into: joints)
    hand.actuatorVelocities(joints: joints, into: back)
    #expect(Self.distance(back, actuators) < 1e-12, "seed \(seed)")
    let efforts = numbers(jointCount)
    hand.actuatorEfforts(joints: FixedArray(efforts), into: back)
    let atJoints = (0..<jointCount).reduce(0) { $0 + efforts[$1] * joints[$1] }
    let atActuators = (0..<actuatorCount).reduce(0) { $0 + back[$1] * actuators[$1] }
    #expect(abs(atJoints - atActuators) < 1e-12, "seed \(seed)")
    let given = numbers(actuatorCount)
    let least = FixedArray(repeating: 0.0, count: jointCount)
    hand.jointEfforts(actuators: FixedArray(given), into: least)
    hand.actuatorEfforts(joints: least, into: back)
    #expect(Self.distance(back, given) < 1e-12, "seed \(seed)")
  }

  @Test func refusesWhatCannotBe() {
    #expect(throws: TransmissionError.actuatorNotIndependent(1)) {
      _ = try CoupledTransmission(coupling: [[1, 2], [2, 4], [0.5, 1]], offsets: [0, 0, 0])
    }
    #expect(throws: TransmissionError.actuatorNotIndependent(0)) {
      _ = try CoupledTransmission(coupling: [[0], [0]], offsets: [0, 0])
    }
    #expect(throws: TransmissionError.moreActuatorsThanJoints(actuators: 2, joints: 1)) {
      _ = try CoupledTransmission(coupling: [[1, 1]], offsets: [0])
    }
    #expect(throws: TransmissionError.couplingShape) {
      _ = try CoupledTransmission(coupling: [[1], [1, 2]], offsets: [0, 0])
    }
    #expect(throws: TransmissionError.couplingShape) {
      _ = try CoupledTransmission(coupling: [], offsets: [])
    }
    #expect(throws: TransmissionError.couplingShape) {
      _ = try CoupledTransmission(mimics: [.init(actuator: 1, multiplier: 1)], actuatorCount: 1)
    }
    #expect(throws: TransmissionError.notFinite) {
      _ = try CoupledTransmission(coupling: [[.nan]], offsets: [0])
    }
  }

  private static func distance(
    _ found: borrowing FixedArray<Double>, _ expected: [Double]
  ) -> Double {
    var most = found.count == expected.count ? 0 : Double.infinity
    for index in expected.indices { most = max(most, abs(found[index] - expected[index])) }
    return most
  }
}
