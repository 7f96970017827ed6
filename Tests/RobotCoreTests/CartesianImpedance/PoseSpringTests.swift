import Glibc
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

@Suite struct PoseSpringTests {
  /// The moment of stiffness `k` on a tip that is turned by `rotation` from its reference, along its axes.
  static func moment(_ k: Vector3, _ rotation: Rotation, reference: Rotation = .identity()) throws
    -> Vector3
  {
    let law = try CartesianImpedance(
      .init(
        translationStiffness: .zero, rotationStiffness: k, translationDamping: .zero,
        rotationDamping: .zero, forceLimit: 1, momentLimit: 1e3, leastFrequency: 1),
      joints: [.init(postureStiffness: 0, postureDamping: 0, effortLimit: 1)])
    return law.update(
      .init(pose: Pose(p_WF: .zero, R_WF: reference)),
      tip: Pose(p_WF: .zero, R_WF: reference.composed(with: rotation)),
      jacobian: FixedArray([Twist(linear: .zero, angular: .zero)]), inertia: FixedArray([1.0]),
      gravity: FixedArray([0.0]), positions: FixedArray([0.0]), velocities: FixedArray([0.0]),
      into: FixedArray([0.0])
    ).moment_D
  }

  /// About an axis of the reference the moment is K sin(angle): half of it at 30 deg, all at 90.
  @Test func growsWithTheSine() throws {
    let k = Vector3(10, 20, 30)
    let reference = Rotation.rollPitchYaw(Vector3(0.3, -0.8, 1.1))
    let (x, y, z) = (Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1))
    let sixth = Double.pi / 6
    let half = Double.pi / 2
    for (axis, angle, wanted) in [
      (x, sixth, Vector3(-5, 0, 0)), (y, sixth, Vector3(0, -10, 0)),
      (z, sixth, Vector3(0, 0, -15)), (x, half, Vector3(-10, 0, 0)),
      (y, -half, Vector3(0, 20, 0)), (z, 2 * half, .zero),
    ] {
      let found = try Self.moment(k, .about(axis, angle: angle), reference: reference)
      #expect(length(found - wanted) < 1e-12)
    }
  }

  /// Through 180 deg about any axis: in steps of 1 mrad the moment changes by no more than the greatest
  /// stiffness times 2 mrad, and it never exceeds twice that stiffness.
  @Test func hasNoJump() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<5 {
      var axis = Vector3(random.number(-1...1), random.number(-1...1), random.number(0.1...1))
      axis /= length(axis)
      var last: Vector3?
      for step in 3_000..<3_300 {
        let now = try Self.moment(
          Vector3(10, 20, 30), .about(axis, angle: 1e-3 * Double(step)))
        if let last { #expect(length(now - last) <= 0.06) }
        #expect(length(now) <= 60)
        last = now
      }
    }
  }

  /// The power of the moment on a turning tip is what 2 eps^T K eps loses, with eps from Rodrigues'
  /// axis and angle.
  @Test func isAPotentialsGradient() throws {
    let k = Vector3(10, 20, 30)
    for seed in UInt64(1)...50 {
      var random = SeededRandom(seed: seed)
      func vector() -> Vector3 {
        Vector3(random.number(-1...1), random.number(-1...1), random.number(-1...1))
      }
      let rotation = Rotation.rollPitchYaw(vector() * 3)
      let w = vector()
      let h = 1e-5
      func energy(_ time: Double) -> Double {
        let r = Rotation.about(w / length(w), angle: time * length(w)).composed(with: rotation)
        // eps eps^T = (R + R^T) / 4 beside the diagonal, (1 + 2 R_ii - tr R) / 4 on it.
        let trace = r.x.x + r.y.y + r.z.z
        let squares = (Vector3(r.x.x, r.y.y, r.z.z) * 2 + (1 - trace)) / 4
        return 2 * (k * squares).sum()
      }
      let power = (try Self.moment(k, rotation) * w).sum()
      let lost = (energy(-h) - energy(h)) / (2 * h)
      #expect(abs(power - lost) < 1e-7, "seed \(seed)")
    }
  }
}
