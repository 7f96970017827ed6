import Glibc
import RobotDynamics
import TestSupport
import Testing

@Suite struct JacobianTests {
  /// Two links of 0.4 m and 0.3 m in the plane z = 0, the first at 30 degrees, the second at 60 to it:
  /// the tip is at (0.4 cos 30, 0.4 sin 30 + 0.3).
  @Test func planarArm() {
    let bodies = [(-1, 0.0), (0, 0.4)].enumerated().map { index, link in
      Body(
        parent: link.0, coordinate: index, motion: .revolute, p_PB: Vector3(link.1, 0, 0),
        R_PB: .identity(), axis_B: Vector3(0, 0, 1), mass: 1, com_B: .zero,
        inertia_B: (Vector3(1, 1, 1), .zero))
    }
    let tip = Body(
      parent: 1, coordinate: -1, motion: .fixed, p_PB: Vector3(0.3, 0, 0), R_PB: .identity(),
      axis_B: .zero, mass: 0, com_B: .zero, inertia_B: (.zero, .zero))
    let tree = TreeBench(bodies + [tip])
    let q = [Double.pi / 6, Double.pi / 3]
    let (x, y) = (0.346_410_161_513_775_4, 0.5)
    let pose = tree.pose(2, q)
    #expect(distance([pose.p_WF.x, pose.p_WF.y, pose.p_WF.z], [x, y, 0]) < 1e-12)
    #expect(distance([pose.R_WF.x.x, pose.R_WF.x.y], [0, 1]) < 1e-12)
    let aligned = tree.jacobian(2, q, .localWorldAligned)
    #expect(distance(numbers(aligned[0]), [-y, x, 0, 0, 0, 1]) < 1e-12)
    #expect(distance(numbers(aligned[1]), [-0.3, 0, 0, 0, 0, 1]) < 1e-12)
    // Along its own axes the tip moves sideways for the second joint.
    #expect(distance(numbers(tree.jacobian(2, q, .local)[1]), [0, 0.3, 0, 0, 0, 1]) < 1e-12)
    // The point of the tip's body at the world's origin turns about the elbow.
    #expect(
      distance(
        numbers(tree.jacobian(2, q, .world)[1]), [0.2, -0.346_410_161_513_775_4, 0, 0, 0, 1])
        < 1e-12)
    #expect(numbers(tree.jacobian(0, q, .local)[1]) == [0, 0, 0, 0, 0, 0])
  }

  private func numbers(_ t: Twist) -> [Double] {
    [t.linear.x, t.linear.y, t.linear.z, t.angular.x, t.angular.y, t.angular.z]
  }

  private func dot(_ a: Vector3, _ b: Vector3) -> Double { (a * b).sum() }

  /// Every column against the difference of two poses, on fixed and floating bases.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func agreesWithDifferences(base: KinematicTree.Base) {
    let h = 1e-6
    for seed in UInt64(1)...60 {
      var random = SeededRandom(seed: seed)
      let bodies = random.bodies(Int.random(in: 2...10, using: &random))
      let tree = TreeBench(bodies, base: base)
      let position = base == .floating ? random.basePosition() : []
      let q = position + random.numbers(bodies.count { $0.coordinate >= 0 }, -3...3)
      let body = Int.random(in: 0..<bodies.count, using: &random)
      let columns = tree.jacobian(body, q, .localWorldAligned)
      let local = tree.jacobian(body, q, .local)
      let world = tree.jacobian(body, q, .world)
      let now = tree.pose(body, q)
      for index in 0..<tree.velocityCount {
        let after = tree.pose(body, moved(q, index, h, base))
        let before = tree.pose(body, moved(q, index, -h, base))
        let linear = (after.p_WF - before.p_WF) / (2 * h)
        let rates = [
          (after.R_WF.x - before.R_WF.x) / (2 * h), (after.R_WF.y - before.R_WF.y) / (2 * h),
          (after.R_WF.z - before.R_WF.z) / (2 * h),
        ]
        // R^T R' = [w]x along the frame's axes.
        let w = [
          dot(now.R_WF.z, rates[1]), dot(now.R_WF.x, rates[2]), dot(now.R_WF.y, rates[0]),
        ]
        let angular = now.R_WF.apply(Vector3(w[0], w[1], w[2]))
        let own = Twist(
          linear: Vector3(
            dot(now.R_WF.x, linear), dot(now.R_WF.y, linear), dot(now.R_WF.z, linear)),
          angular: Vector3(w[0], w[1], w[2]))
        let p = now.p_WF
        let turning = Vector3(
          angular.y * p.z - angular.z * p.y, angular.z * p.x - angular.x * p.z,
          angular.x * p.y - angular.y * p.x)
        let found = numbers(columns[index]) + numbers(local[index]) + numbers(world[index])
        let wanted =
          numbers(Twist(linear: linear, angular: angular)) + numbers(own)
          + numbers(Twist(linear: linear - turning, angular: angular))
        guard distance(found, wanted) < 1e-7 else {
          Issue.record("seed \(seed), base \(base), velocity \(index): \(found) for \(wanted)")
          return
        }
      }
    }
  }

  /// Where unit velocity `index` takes the positions in `h` seconds.
  private func moved(
    _ q: [Double], _ index: Int, _ h: Double, _ base: KinematicTree.Base
  ) -> [Double] {
    var q = q
    guard base == .floating else {
      q[index] += h
      return q
    }
    guard index < 6 else {
      q[index + 1] += h
      return q
    }
    let (x, y, z, w) = (q[3], q[4], q[5], q[6])
    if index < 3 {
      let n = x * x + y * y + z * z + w * w
      let rows = [
        [1 - 2 * (y * y + z * z) / n, 2 * (x * y - z * w) / n, 2 * (x * z + y * w) / n],
        [2 * (x * y + z * w) / n, 1 - 2 * (x * x + z * z) / n, 2 * (y * z - x * w) / n],
        [2 * (x * z - y * w) / n, 2 * (y * z + x * w) / n, 1 - 2 * (x * x + y * y) / n],
      ]
      for axis in 0..<3 { q[axis] += h * rows[axis][index] }
      return q
    }
    // q' = q (0, w / 2), Hamilton's product.
    let rates = [[w, z, -y, -x], [-z, w, x, -y], [y, -x, w, -z]][index - 3]
    for part in 0..<4 { q[3 + part] += 0.5 * h * rates[part] }
    return q
  }
}
