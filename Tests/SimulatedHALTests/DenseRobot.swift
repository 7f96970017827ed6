import RobotDynamics
import RobotUnits

@testable import SimulatedHAL

/// The same robot by dense matrices: what all joints want, projected on those that are free to move.
final class DenseRobot {
  /// Of the joints; those that follow are functions of them.
  private(set) var positions: [Double]
  private(set) var velocities: [Double]
  private let robot: TiedRobot
  private let tree: KinematicTree
  private let work: TreeWork
  private let size: Int
  /// All velocities, of the tree and of the joints that carry nothing, by those of the joints: C.
  private var all: [[Double]]

  init(_ robot: TiedRobot) {
    self.robot = robot
    tree = robot.tree
    work = TreeWork(for: tree)
    positions = robot.joints.map(\.start)
    velocities = robot.joints.map { _ in 0 }
    let inTree = robot.bodies.count
    size = inTree + robot.joints.count { $0.coordinate < 0 }
    all = [[Double]](repeating: [Double](repeating: 0, count: robot.joints.count), count: size)
    var next = inTree
    for (joint, parameters) in robot.joints.enumerated() {
      if parameters.coordinate >= 0 {
        all[parameters.coordinate][joint] = 1
      } else {
        all[next][joint] = 1
        next += 1
      }
    }
    for follower in robot.followers {
      all[follower.coordinate][follower.leader] = follower.multiplier
    }
  }

  func advance() {
    let dt = TiedRobot.dt
    var (mass, damping) = (matrix(), matrix())
    var efforts = [Double](repeating: 0, count: size)
    addTree(&mass, &efforts)
    for (joint, p) in robot.joints.enumerated() {
      // What even an empty joint weighs in the plant; and a shaft, below.
      add(5e-5, along(joint), to: &mass)
      add(p.damping, along(joint), to: &damping)
      add(robot.pushes[joint], along(joint), to: &efforts)
      let constant = p.torqueConstant * p.gear
      let shaft = shaft(joint)
      add(p.armature + (isCoupled(joint) ? 1e-9 : 0), shaft, to: &mass)
      add(
        0.5 * constant * constant * robot.drives[joint].conducting / 4, shaft, to: &damping)
      add(0.5 * constant * robot.drives[joint].signed * 12 / 4, shaft, to: &efforts)
    }
    let rates = all.map { zip($0, velocities).map(*).reduce(0, +) }
    for row in 0..<size {
      for column in 0..<size {
        efforts[row] -= damping[row][column] * rates[column]
        mass[row][column] += dt * damping[row][column]
      }
    }
    let accelerations = solve(projected(mass), projected(efforts))
    for joint in positions.indices {
      velocities[joint] += dt * accelerations[joint]
      positions[joint] += dt * velocities[joint]
    }
  }

  /// Inertia, weight, Coriolis and the hand of the bodies.
  private func addTree(_ mass: inout [[Double]], _ efforts: inout [Double]) {
    let n = robot.bodies.count
    let q = FixedArray(repeating: 0.0, count: n)
    let v = FixedArray(repeating: 0.0, count: n)
    for row in 0..<n {
      q[row] = zip(all[row], positions).map(*).reduce(0, +)
      v[row] = zip(all[row], velocities).map(*).reduce(0, +)
    }
    for follower in robot.followers { q[follower.coordinate] += follower.offset }
    let inertia = FixedArray(repeating: 0.0, count: n * n)
    let bias = FixedArray(repeating: 0.0, count: n)
    tree.nonlinearEffects(positions: q, velocities: v, into: bias, work)
    tree.jointInertia(positions: q, into: inertia, work)
    let columns = FixedArray(repeating: Twist(linear: .zero, angular: .zero), count: n)
    let push = robot.push
    tree.jacobian(ofBody: push.body, in: .localWorldAligned, into: columns, work)
    let arm = tree.pose(ofBody: push.body, work).R_WF.apply(push.point_B)
    for row in 0..<n {
      for column in 0..<n { mass[row][column] += inertia[row * n + column] }
      let point = columns[row].linear + cross(columns[row].angular, arm)
      efforts[row] +=
        (point * push.force_W).sum() + (columns[row].angular * push.moment_W).sum() - bias[row]
    }
    for follower in robot.followers { mass[follower.coordinate][follower.coordinate] += 1e-9 }
  }

  private func matrix() -> [[Double]] {
    [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
  }

  /// The joint's row: which of all velocities is its own.
  private func along(_ joint: Int) -> [Double] {
    var row = [Double](repeating: 0, count: size)
    let coordinate = robot.joints[joint].coordinate
    let loose = robot.joints[..<joint].count { $0.coordinate < 0 }
    row[coordinate >= 0 ? coordinate : robot.bodies.count + loose] = 1
    return row
  }

  private func isCoupled(_ joint: Int) -> Bool {
    robot.couplings.contains { $0.joints.contains(joint) }
  }

  /// The row of B of the motor in the joint's place.
  private func shaft(_ joint: Int) -> [Double] {
    guard let coupling = robot.couplings.first(where: { $0.joints.contains(joint) }),
      let shaft = coupling.joints.firstIndex(of: joint)
    else { return along(joint) }
    var row = [Double](repeating: 0, count: size)
    for (factor, member) in zip(coupling.inverse[shaft], coupling.joints) {
      add(factor, along(member), to: &row)
    }
    return row
  }

  private func add(_ value: Double, _ row: [Double], to matrix: inout [[Double]]) {
    for i in 0..<size { for j in 0..<size { matrix[i][j] += value * row[i] * row[j] } }
  }

  private func add(_ value: Double, _ row: [Double], to vector: inout [Double]) {
    for i in 0..<size { vector[i] += value * row[i] }
  }

  private func projected(_ vector: [Double]) -> [Double] {
    positions.indices.map { joint in (0..<size).reduce(0) { $0 + all[$1][joint] * vector[$1] } }
  }

  private func projected(_ matrix: [[Double]]) -> [[Double]] {
    let rows = matrix.map { projected($0) }
    return positions.indices.map { joint in
      positions.indices.map { column in
        (0..<size).reduce(0) { $0 + all[$1][joint] * rows[$1][column] }
      }
    }
  }

  private func cross(_ a: Vector3, _ b: Vector3) -> Vector3 {
    Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }

  /// Gauss's elimination with pivots.
  private func solve(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    var rows = zip(matrix, vector).map { $0 + [$1] }
    let n = vector.count
    for pivot in 0..<n {
      let best = (pivot..<n).max { abs(rows[$0][pivot]) < abs(rows[$1][pivot]) } ?? pivot
      rows.swapAt(pivot, best)
      for row in 0..<n where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...n { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return (0..<n).map { rows[$0][n] / rows[$0][$0] }
  }
}
