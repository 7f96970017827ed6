import RobotDynamics
import RobotUnits
import TestSupport
import Testing

@testable import SimulatedHAL

/// Ties of any joints against the equations they stand for, written out: (M + B^T J B) of shafts that move
/// several joints, C^T M C of joints that follow.
@Suite struct PlantTiesTests {
  @Test func areTheEquationsOfAllJointsAtOnce() {
    var fastest = 0.0
    for seed: UInt64 in 1...30 {
      var random = SeededRandom(seed: seed)
      let robot = TiedRobot(&random)
      var dynamics = PlantDynamics(
        robot.joints, robot.tree, touches: [], couplings: robot.couplings,
        followers: robot.followers)
      let wanted = DenseRobot(robot)
      dynamics.pushes = [robot.push]
      for step in 1...200 {
        for joint in robot.joints.indices {
          dynamics.joints[joint].push = robot.pushes[joint]
          dynamics.joints[joint].begin(
            drive: robot.drives[joint], supply: 12, TiedRobot.dt)
        }
        dynamics.advance()
        wanted.advance()
        let joints = dynamics.joints
        let isClose = robot.joints.indices.allSatisfy { joint in
          let now = joints[joint]
          return abs(now.position - wanted.positions[joint]) < 1e-9
            && abs(now.velocity - wanted.velocities[joint]) < 1e-9
              * max(1, abs(wanted.velocities[joint]))
        }
        guard isClose else {
          Issue.record(
            """
            seed \(seed), step \(step): \(joints.map { [$0.position, $0.velocity] }), \
            expected \(wanted.positions), \(wanted.velocities)
            """)
          return
        }
      }
      fastest = max(fastest, wanted.velocities.map(abs).max() ?? 0)
      expectShafts(of: dynamics, robot, wanted, seed)
    }
    #expect(fastest > 2, "they moved: \(fastest) rad/s")
  }

  /// Shafts stand and turn as the joints have them.
  private func expectShafts(
    of dynamics: borrowing PlantDynamics, _ robot: TiedRobot, _ wanted: DenseRobot, _ seed: UInt64
  ) {
    for coupling in robot.couplings {
      for (shaft, motor) in coupling.joints.enumerated() {
        let rows = zip(coupling.inverse[shaft], coupling.joints)
        let position = rows.reduce(0) { $0 + $1.0 * wanted.positions[$1.1] }
        let velocity = rows.reduce(0) { $0 + $1.0 * wanted.velocities[$1.1] }
        let joint = dynamics.joints[motor]
        #expect(abs(joint.motorPosition - position) < 1e-8, "seed \(seed)")
        #expect(abs(joint.motorVelocity - velocity) < 1e-8 * max(1, abs(velocity)), "seed \(seed)")
      }
    }
  }
}

/// Joints on a tree and two that carry nothing, some of them coupled, some followed.
private struct TiedRobot {
  static let dt = 1.25e-4

  let bodies: [Body]
  let joints: [GearMotorJoint.Parameters]
  let couplings: [CoupledMotors]
  let followers: [JointFollower]
  let drives: [GearMotorJoint.Drive]
  /// By hand, at each joint [N.m] and on one body.
  let pushes: [Double]
  let push: PlantDynamics.Push
  var tree: KinematicTree { KinematicTree(bodies: bodies, coordinateCount: bodies.count) }

  init(_ random: inout SeededRandom) {
    let driven = Int.random(in: 2...5, using: &random)
    let count = driven + Int.random(in: 1...3, using: &random)
    // Leaders and followers stand anywhere in the tree.
    let places = (0..<count).shuffled(using: &random)
    bodies = places.enumerated().map { Self.body($0.offset, coordinate: $0.element, &random) }
    followers = (driven..<count).map { coordinate in
      JointFollower(
        coordinate: coordinate, leader: Int.random(in: 0..<driven, using: &random),
        multiplier: random.number(-2...2), offset: random.number(-1...1))
    }
    joints = (0..<driven + 2).map { joint in
      GearMotorJoint.Parameters(
        gear: random.number(50...200), torqueConstant: 0.01, resistance: 4, efficiency: 0.5,
        armature: random.number(0...0.1), damping: random.number(0...1), friction: 0, backlash: 0,
        stops: -1000...1000, coordinate: joint < driven ? joint : -1, start: random.number(-2...2))
    }
    var free = joints.indices.shuffled(using: &random)[...]
    var couplings: [CoupledMotors] = []
    for size in [Int.random(in: 2...3, using: &random), 2] where free.count >= size {
      let members = Array(free.prefix(size))
      free = free.dropFirst(size)
      // Diagonally dominant: regular.
      let inverse = (0..<size).map { row in
        (0..<size).map { column in
          random.number(-1...1) + (row == column ? (random.number(0...1) < 0.5 ? 3 : -3) : 0)
        }
      }
      couplings.append(CoupledMotors(joints: members, inverse: inverse))
    }
    self.couplings = couplings
    drives = joints.map { _ in
      let isForward = random.number(0...1) < 0.5
      let duty = random.number(0...1)
      return GearMotorJoint.Drive(
        forward: isForward ? duty : 0, reverse: isForward ? 0 : duty)
    }
    pushes = joints.map { _ in random.number(-2...2) }
    push = PlantDynamics.Push(
      body: Int.random(in: 0..<count, using: &random), point_B: Self.vector(0.3, &random),
      force_W: Self.vector(5, &random), moment_W: Self.vector(1, &random))
  }

  private static func body(_ index: Int, coordinate: Int, _ random: inout SeededRandom) -> Body {
    Body(
      parent: Int.random(in: -1..<index, using: &random), coordinate: coordinate,
      motion: random.number(0...1) < 0.3 ? .prismatic : .revolute, p_PB: vector(0.5, &random),
      R_PB: .rollPitchYaw(vector(3, &random)), axis_B: Vector3(0, 0, 1),
      mass: random.number(0.1...2), com_B: vector(0.2, &random),
      inertia_B: (
        Vector3(
          random.number(0.02...0.03), random.number(0.02...0.03), random.number(0.02...0.03)),
        vector(0.005, &random)
      ))
  }

  private static func vector(_ size: Double, _ random: inout SeededRandom) -> Vector3 {
    Vector3(random.number(-size...size), random.number(-size...size), random.number(-size...size))
  }
}

/// The same robot by dense matrices: what all joints want, projected on those that are free to move.
private final class DenseRobot {
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
