import Glibc
import RobotDynamics
import TestSupport
import Testing

@Suite struct RotationTests {
  private func isNear(_ a: Vector3, _ b: Vector3) -> Bool {
    abs((a - b).max()) + abs((a - b).min()) < 1e-12
  }

  /// URDF: roll about x, then pitch about the fixed y, then yaw about the fixed z.
  @Test func rollPitchYawTurnAboutFixedAxesInThatOrder() {
    let seed: UInt64 = 11
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let (r, p, y) = (random.number(-4...4), random.number(-4...4), random.number(-4...4))
      let stepwise = Rotation.about(Vector3(0, 0, 1), angle: y)
        .composed(with: .about(Vector3(0, 1, 0), angle: p))
        .composed(with: .about(Vector3(1, 0, 0), angle: r))
      let rotation = Rotation.rollPitchYaw(Vector3(r, p, y))
      #expect(
        isNear(rotation.x, stepwise.x) && isNear(rotation.y, stepwise.y)
          && isNear(rotation.z, stepwise.z), "seed \(seed)")
    }
  }

  /// A quarter turn about z takes x to y; about x y to z; about y z to x.
  @Test func turnsByTheRightHand() {
    let quarter = 1.570_796_326_794_896_6
    let (x, y, z) = (Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1))
    #expect(isNear(Rotation.about(z, angle: quarter).apply(x), y))
    #expect(isNear(Rotation.about(x, angle: quarter).apply(y), z))
    #expect(isNear(Rotation.about(y, angle: quarter).apply(z), x))
    // A third of a turn about the diagonal permutes the axes.
    let diagonal = Vector3(1, 1, 1) / 3.0.squareRoot()
    #expect(isNear(Rotation.about(diagonal, angle: 4 * quarter / 3).apply(x), y))
    #expect(Rotation.identity().apply(Vector3(1, 2, 3)) == Vector3(1, 2, 3))
  }
}
