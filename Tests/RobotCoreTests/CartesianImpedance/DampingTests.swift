import Glibc
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// The damping's design: a body of six freedoms, whose joints are the tip's axes.
@Suite struct DampingTests {
  /// Random stiffnesses, and a random inertia M = B^T B + 0.05 that couples all axes.
  static func body(_ random: inout SeededRandom) -> (stiffness: [Double], inertia: [Double]) {
    var b = [Double](repeating: 0, count: 36)
    for index in b.indices { b[index] = random.number(-1...1) }
    var inertia = [Double](repeating: 0, count: 36)
    for i in 0..<6 {
      for j in 0..<6 {
        for k in 0..<6 { inertia[6 * i + j] += b[6 * k + i] * b[6 * k + j] }
      }
      inertia[7 * i] += 0.05
    }
    var stiffness = [Double](repeating: 0, count: 6)
    for index in 0..<6 { stiffness[index] = random.number(20...2_000) }
    return (stiffness, inertia)
  }

  /// The force against a unit velocity along each axis: the damping matrix by columns.
  static func damping(
    _ stiffness: [Double], _ ratios: [Double], _ inertia: [Double], least: Double = 1
  ) throws -> [[Double]] {
    func vector(_ n: [Double], _ i: Int) -> Vector3 { Vector3(n[i], n[i + 1], n[i + 2]) }
    let law = try CartesianImpedance(
      .init(
        translationStiffness: vector(stiffness, 0), rotationStiffness: vector(stiffness, 3),
        translationDamping: vector(ratios, 0), rotationDamping: vector(ratios, 3),
        forceLimit: 1, momentLimit: 1, leastFrequency: least),
      joints: Array(
        repeating: .init(postureStiffness: 0, postureDamping: 0, effortLimit: 1), count: 6))
    let place = Pose(p_WF: .zero, R_WF: .identity())
    return (0..<6).map { axis in
      var unit = [Double](repeating: 0, count: 6)
      unit[axis] = 1
      let jacobian = FixedArray(repeating: Twist(linear: .zero, angular: .zero), count: 6)
      for index in 0..<3 {
        jacobian[index].linear[index] = 1
        jacobian[index + 3].angular[index] = 1
      }
      let outcome = law.update(
        .init(pose: place), tip: place, jacobian: jacobian, inertia: FixedArray(inertia),
        gravity: FixedArray(repeating: 0, count: 6),
        positions: FixedArray(repeating: 0, count: 6), velocities: FixedArray(unit),
        into: FixedArray(repeating: 0, count: 6))
      let (f, m) = (outcome.force_D, outcome.moment_D)
      return [-f.x, -f.y, -f.z, -m.x, -m.y, -m.z]
    }
  }

  /// With one ratio z for all axes, every mode has it: D M^-1 D = 4 z^2 K, as for a single mass. The modes are
  /// between 2 and 500 times the least frequency, where the damping is true to 0.4 %, this product to 0.8 %.
  @Test func everyModeHasTheRatio() throws {
    for seed in UInt64(1)...40 {
      var random = SeededRandom(seed: seed)
      let (k, inertia) = Self.body(&random)
      let damping = try Self.damping(k, [Double](repeating: 0.6, count: 6), inertia)
      for i in 0..<6 {
        // M^-1 times column i.
        let carried = solution(inertia, damping[i])
        for j in 0..<6 {
          let product = zip(damping[j], carried).map { $0 * $1 }.reduce(0, +)
          let wanted = i == j ? 4 * 0.36 * k[i] : 0
          #expect(
            abs(product - wanted) < 0.008 * 4 * 0.36 * (k[i] * k[j]).squareRoot(),
            "seed \(seed), \(i), \(j)")
        }
      }
    }
  }

  /// Whatever the ratios, even 0 on an axis, a damper takes energy out: D is symmetric, and x^T D x > 0.
  @Test func takesEnergyOut() throws {
    for seed in UInt64(1)...40 {
      var random = SeededRandom(seed: seed)
      let (k, inertia) = Self.body(&random)
      let ratios = [0, 0.1, 0.4, 0.7, 1, 2.0]
      let damping = try Self.damping(k, ratios, inertia, least: random.number(0.1...30))
      for i in 0..<6 {
        #expect(abs(damping[0][i]) < 1e-9, "seed \(seed)")
        for j in 0..<6 {
          #expect(abs(damping[i][j] - damping[j][i]) < 1e-6, "seed \(seed)")
        }
      }
      for _ in 0..<20 {
        let x = (0..<6).map { _ in random.number(-1...1) }
        var power = 0.0
        for i in 0..<6 { for j in 0..<6 { power += x[i] * damping[i][j] * x[j] } }
        #expect(power > 0, "seed \(seed)")
      }
    }
  }
}

/// The x of A x = b, by Gauss-Jordan elimination of a positive definite matrix.
private func solution(_ matrix: [Double], _ right: [Double]) -> [Double] {
  var (a, x) = (matrix, right)
  let n = x.count
  for pivot in 0..<n {
    for row in 0..<n where row != pivot {
      let factor = a[row * n + pivot] / a[pivot * n + pivot]
      for column in pivot..<n { a[row * n + column] -= factor * a[pivot * n + column] }
      x[row] -= factor * x[pivot]
    }
  }
  return (0..<n).map { x[$0] / a[$0 * n + $0] }
}
