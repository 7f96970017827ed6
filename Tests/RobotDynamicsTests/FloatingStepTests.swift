import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// Steps of trees whose root moves freely.
@Suite struct FloatingStepTests {
  /// One step of 0.1 us changes the velocities by what `forwardDynamics` says, which other tests hold to
  /// Pinocchio: the joints' to rounding, the base's to the first order of the step.
  @Test func acceleratesAsForwardDynamics() {
    for seed: UInt64 in 1...100 {
      var random = SeededRandom(seed: seed)
      let bodies = random.bodies(Int.random(in: 2...12, using: &random), hasBase: true)
      let n = bodies.count { $0.coordinate >= 0 }
      let bench = TreeBench(bodies, base: .floating)
      let q = random.basePosition() + random.numbers(n, -3...3)
      let v = random.numbers(6 + n, -2...2)
      let efforts = random.numbers(n, -5...5)
      let wanted = bench.forward(q, v, [Double](repeating: 0, count: 6) + efforts)
      let dt = 1e-7
      let end = Self.step(bench, q, v, efforts, dt)
      let found = zip(end.velocities, v).map { ($0 - $1) / dt }
      guard distance(Array(found[6...]), Array(wanted[6...])) < 1e-6,
        distance(Array(found[..<6]), Array(wanted[..<6])) < 1e-4
      else {
        Issue.record("seed \(seed): \(found), expected \(wanted)")
        return
      }
    }
  }

  /// As the step shrinks, a tumbling robot ends where a Runge-Kutta of fourth order ends that integrates
  /// `forwardDynamics`: errors of first and second order taken away (Richardson), 1e-5 are left after 0.5 s.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func convergesToTheContinuousMotion(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let bodies = random.bodies(6, hasBase: true)
    let n = bodies.count { $0.coordinate >= 0 }
    let bench = TreeBench(bodies, base: .floating)
    var q = random.basePosition() + random.numbers(n, -1...1)
    let scale = 1 / product(Array(q[3..<7]), Array(q[3..<7])).squareRoot()
    for index in 3..<7 { q[index] *= scale }
    let v = random.numbers(6 + n, -1...1)
    let ends = [500, 1000, 2000].map { count -> [Double] in
      var state = (q, v)
      for _ in 0..<count {
        state = Self.step(
          bench, state.0, state.1, [Double](repeating: 0, count: n), 0.5 / Double(count))
      }
      return state.0
    }
    let limit = ends[0].indices.map { index in
      let (whole, half, quarter) = (ends[0][index], ends[1][index], ends[2][index])
      return (4 * (2 * quarter - half) - (2 * half - whole)) / 3
    }
    let end = Self.rungeKutta(bench, q, v, 500, 0.001)
    #expect(distance(limit, end) < 1e-5, "\(limit), expected \(end)")
    #expect(distance(q, end) > 0.2, "it hardly moves")
  }

  /// A body that is thrown: its centre goes along the parabola, 2 m/s up for 0.4 s is 15.2 mm, and its
  /// angular momentum in the world stays, though it tumbles about its middle axis.
  @Test func aThrownBodyTumbles() {
    let body = Body(
      parent: -1, coordinate: -1, motion: .fixed, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 0, 1), mass: 2, com_B: Vector3(0.1, 0, 0),
      inertia_B: (Vector3(0.01, 0.02, 0.03), .zero))
    let bench = TreeBench([body], base: .floating)
    // The centre of mass at rest but for 2 m/s upwards: the origin moves with the rotation.
    let w = Vector3(0.5, 8, 0.5)
    let origin = Vector3(0, 0, 2) - Vector3(0, w.z * 0.1, -w.y * 0.1)
    var state = (
      [0, 0, 0, 0, 0, 0, 1] as [Double], [origin.x, origin.y, origin.z, w.x, w.y, w.z]
    )
    let dt = 1e-5
    for _ in 0..<40_000 { state = Self.step(bench, state.0, state.1, [], dt) }
    let (p, q) = (Vector3(state.0[0], state.0[1], state.0[2]), state.0)
    let R = bench.pose(0, q).R_WF
    let centre = p + R.apply(Vector3(0.1, 0, 0))
    #expect(abs(centre.x - 0.1) < 1e-4)
    #expect(abs(centre.y) < 1e-4)
    #expect(abs(centre.z - (0.8 - 0.5 * 9.81 * 0.16)) < 1e-4)
    let turn = Vector3(state.1[3], state.1[4], state.1[5])
    let momentum = R.apply(turn * Vector3(0.01, 0.02, 0.03))
    for (found, wanted) in zip([momentum.x, momentum.y, momentum.z], [0.005, 0.16, 0.015]) {
      #expect(abs(found - wanted) < 1e-4)
    }
    #expect(abs(turn.y - 8) > 0.1, "it does not tumble")
  }

  /// A push at a point of the base does what an external force there does.
  @Test func aPushOnTheBaseAccelerates() {
    var random = SeededRandom(seed: 5)
    let bodies = random.bodies(5, hasBase: true)
    let n = bodies.count { $0.coordinate >= 0 }
    let bench = TreeBench(bodies, base: .floating)
    let q = random.basePosition() + random.numbers(n, -3...3)
    let v = random.numbers(6 + n, -2...2)
    let pose = bench.pose(0, q)
    let (point, force_B) = (random.vector(0.3), random.vector(20))
    let force = pose.R_WF.apply(force_B)
    let length = (force * force).sum().squareRoot()
    let push = PointForce(
      body: 0, point_W: pose.p_WF + pose.R_WF.apply(point), direction_W: force / length,
      force: length)
    let wanted = bench.forward(
      q, v, [Double](repeating: 0, count: 6 + n),
      [
        ExternalForce(body: 0, force_B: force_B, moment_B: cross(point, force_B))
      ])
    let dt = 1e-7
    let end = Self.step(bench, q, v, [Double](repeating: 0, count: n), dt, push)
    let found = zip(end.velocities, v).map { ($0 - $1) / dt }
    #expect(distance(found, wanted) < 1e-4)
  }

  // MARK: Integrators

  private static func step(
    _ bench: TreeBench, _ q: [Double], _ v: [Double], _ efforts: [Double], _ dt: Double,
    _ push: PointForce? = nil
  ) -> (positions: [Double], velocities: [Double]) {
    let positions = FixedArray(q)
    let velocities = FixedArray(v)
    let steps = FixedArray(repeating: JointStep(), count: v.count)
    for joint in efforts.indices { steps[6 + joint].effort = efforts[joint] }
    bench.tree.beginStep(positions: positions, velocities: velocities, bench.work)
    if let push { bench.tree.push(push, by: dt, bench.work) }
    bench.tree.endStep(steps, velocities: velocities, by: dt, bench.work)
    for joint in efforts.indices {
      velocities[6 + joint] = steps[6 + joint].velocity
      positions[7 + joint] += dt * velocities[6 + joint]
    }
    bench.tree.advanceBase(positions: positions, velocities: velocities, by: dt, bench.work)
    return (q.indices.map { positions[$0] }, v.indices.map { velocities[$0] })
  }

  /// Positions after `count` steps of `dt` without efforts, the quaternion's length brought back to 1.
  private static func rungeKutta(
    _ bench: TreeBench, _ q: [Double], _ v: [Double], _ count: Int, _ dt: Double
  ) -> [Double] {
    func slope(_ y: [Double]) -> [Double] {
      let (q, v) = (Array(y[..<q.count]), Array(y[q.count...]))
      let linear = rotated(Vector3(v[0], v[1], v[2]), by: q)
      let (x, y, z, w) = (q[3], q[4], q[5], q[6])
      // Half the quaternion times the body's angular velocity.
      let turn = [
        0.5 * (w * v[3] + y * v[5] - z * v[4]), 0.5 * (w * v[4] + z * v[3] - x * v[5]),
        0.5 * (w * v[5] + x * v[4] - y * v[3]), -0.5 * (x * v[3] + y * v[4] + z * v[5]),
      ]
      return [linear.x, linear.y, linear.z] + turn + Array(v[6...])
        + bench.forward(q, v, [Double](repeating: 0, count: v.count))
    }
    func moved(_ y: [Double], _ k: [Double], _ h: Double) -> [Double] {
      zip(y, k).map { $0 + h * $1 }
    }
    var y = q + v
    for _ in 0..<count {
      let a = slope(y)
      let b = slope(moved(y, a, dt / 2))
      let c = slope(moved(y, b, dt / 2))
      let d = slope(moved(y, c, dt))
      for index in y.indices {
        y[index] += dt / 6 * (a[index] + 2 * b[index] + 2 * c[index] + d[index])
      }
      let length = product(Array(y[3..<7]), Array(y[3..<7])).squareRoot()
      for index in 3..<7 { y[index] /= length }
    }
    return Array(y[..<q.count])
  }
  /// `v` turned by the unit quaternion of a base's positions.
  private static func rotated(_ v: Vector3, by q: [Double]) -> Vector3 {
    let u = Vector3(q[3], q[4], q[5])
    let side = 2 * cross(u, v)
    return v + q[6] * side + cross(u, side)
  }
}

private func cross(_ a: Vector3, _ b: Vector3) -> Vector3 {
  Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
