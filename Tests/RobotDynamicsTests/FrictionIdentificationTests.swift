import RobotDynamics
import TestSupport
import Testing

@Suite struct FrictionIdentificationTests {
  private func samples(
    _ velocities: [Double], effort: (Double) -> Double
  ) -> [JointFriction.Sample] {
    velocities.map { JointFriction.Sample(velocity: $0, effort: effort($0)) }
  }

  /// 0.5 N.m.s/rad and 0.2 N.m: at 1, 2 and -3 rad/s 0.7, 1.2 and -1.7 N.m.
  @Test func exactSamples() throws {
    let given = [
      JointFriction.Sample(velocity: 1, effort: 0.7), .init(velocity: 2, effort: 1.2),
      .init(velocity: -3, effort: -1.7), .init(velocity: 0.01, effort: 40),
      .init(velocity: 1, effort: .nan),
    ]
    let found = try JointFriction.identify(from: given, slowest: 0.05)
    #expect(abs(found.viscous - 0.5) < 1e-12 && abs(found.coulomb - 0.2) < 1e-12)
  }

  /// 2000 samples with 0.1 N.m of noise: a standard error of about 0.1 / sqrt(2000) / spread.
  @Test func noisySamples() throws {
    let seed: UInt64 = 3
    var random = SeededRandom(seed: seed)
    let velocities = random.numbers(2000, -4...4)
    let given = samples(velocities) {
      0.8 * $0 + ($0 < 0 ? -0.3 : 0.3) + random.number(-0.1...0.1)
    }
    let found = try JointFriction.identify(from: given, slowest: 0.05)
    #expect(abs(found.viscous - 0.8) < 0.01, "seed \(seed)")
    #expect(abs(found.coulomb - 0.3) < 0.02, "seed \(seed)")
  }

  /// Effort that falls with speed is no negative viscosity; effort beyond proportion no negative Coulomb.
  @Test func termsAreNeverNegative() throws {
    let falling = samples([1, 2, -1, -2]) { ($0 < 0 ? -1 : 1) * (3 - abs($0)) }
    let coulomb = try JointFriction.identify(from: falling, slowest: 0)
    #expect(coulomb == JointFriction(viscous: 0, coulomb: 1.5))
    let rising = samples([1, 2, -1, -2]) { ($0 < 0 ? -1 : 1) * (abs($0) * 2 - 1) }
    let viscous = try JointFriction.identify(from: rising, slowest: 0)
    #expect(viscous.coulomb == 0 && abs(viscous.viscous - 1.4) < 1e-12)
  }

  @Test func refusesWhatTellsNothing() {
    #expect(throws: JointFriction.Failure.tooFewSamples) {
      try JointFriction.identify(from: samples([1, 0.01]) { $0 }, slowest: 0.05)
    }
    #expect(throws: JointFriction.Failure.speedsAlike) {
      try JointFriction.identify(from: samples([1, -1, 1, 1.000_1]) { $0 }, slowest: 0.05)
    }
  }
}
