import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// The tree's step in time.
@Suite struct StepTests {
  /// 2 kg on rails with an armature of 0.5 kg against 30 N.s/m, from 1 m at 4 m/s under 7 N, 0.1 s:
  /// a = (7 - 30 * 4) / (2 + 0.5 + 0.1 * 30) = -20.545454..., v = 1.945454..., q = 1.194545...
  @Test func isImplicitInTheDamping() {
    let motion = Motion([Self.slider(mass: 2)], positions: [1], velocities: [4])
    motion.bench.tree.setArmature(0.5, ofCoordinate: 0)
    motion.step(Self.joints([7], [30]), by: 0.1)
    #expect(abs(motion.velocities[0] - 1.945_454_545_454_545) < 1e-14)
    #expect(abs(motion.positions[0] - 1.194_545_454_545_454) < 1e-14)
  }

  /// A mass that a million times as much damping as explicit steps bear brings to rest at once.
  @Test func staysStableWhateverTheDamping() {
    let motion = Motion([Self.slider(mass: 1e-3)], positions: [0], velocities: [5])
    for _ in 0..<100 { motion.step(Self.joints([0], [1e6]), by: 1e-3) }
    #expect(abs(motion.velocities[0]) < 1e-12)
    #expect(abs(motion.positions[0]) < 1e-8)
  }

  /// Articulated bodies, to which dt D is more armature, accelerate the same trees the same way.
  @Test(arguments: [UInt64](1...200))
  func equalsArticulatedBodies(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scene = Scene(&random, held: 0)
    let motion = Motion(scene)
    for joint in scene.q.indices {
      motion.bench.tree.setArmature(
        scene.joints[joint].armature + Self.dt * scene.joints[joint].damping, ofCoordinate: joint)
    }
    let drives = scene.q.indices.map {
      scene.joints[$0].effort - scene.joints[$0].damping * scene.v[$0]
    }
    let wanted = zip(scene.v, motion.bench.forward(scene.q, scene.v, drives)).map {
      $0 + Self.dt * $1
    }
    for joint in scene.q.indices { motion.bench.tree.setArmature(0, ofCoordinate: joint) }
    motion.step(scene.joints, by: Self.dt)
    #expect(distance(motion.list(motion.velocities), wanted) < 1e-12, "seed \(seed)")
  }

  /// M (v' - v) / dt + h = e - D v' + what loads do, by inverse dynamics: with joints that are held, with a damped
  /// push at a point and a moment, both on random bodies.
  @Test(arguments: [UInt64](1...200))
  func solvesItsEquation(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scene = Scene(&random, held: 0.3)
    let motion = Motion(scene)
    let (body, turned) = (
      Int.random(in: scene.bodies.indices, using: &random),
      Int.random(in: scene.bodies.indices, using: &random)
    )
    let load = PointForce(
      body: body, point_W: random.vector(2), direction_W: random.direction(),
      force: random.number(-20...20), damping: random.number(0...500))
    let moment = random.vector(10)
    motion.step(scene.joints, by: Self.dt) { tree, work in
      tree.push(load, by: Self.dt, work)
      tree.push(body: turned, moment_W: moment, work)
    }
    let end = motion.list(motion.velocities)
    let point =
      motion.velocity(body, load.point_W) + motion.acceleration(body, load.point_W) * Self.dt
    let force =
      load.direction_W * (load.force - load.damping * (load.direction_W * point).sum())
    let wanted = scene.q.indices.map { joint in
      let step = motion.steps[joint]
      #expect(!scene.joints[joint].isHeld || end[joint] == 0, "seed \(seed)")
      let acceleration = (end[joint] - scene.v[joint]) / Self.dt
      return step.effort - step.damping * end[joint] - step.armature * acceleration
    }
    let accelerations = zip(end, scene.v).map { ($0 - $1) / Self.dt }
    let poses = [body, turned].map { motion.bench.pose($0, scene.q) }
    let loads = [
      ExternalForce(
        body: body, force_B: Self.back(poses[0], force),
        moment_B: Self.back(poses[0], Self.cross(load.point_W - poses[0].p_WF, force))),
      ExternalForce(body: turned, force_B: .zero, moment_B: Self.back(poses[1], moment)),
    ]
    let found = motion.bench.inverse(scene.q, scene.v, accelerations, loads)
    let size = accelerations.map(abs).max() ?? 0
    let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? 0
    #expect(worst < 1e-12 * max(1, size) * 100, "seed \(seed): \(worst) at \(size)")
  }

  /// A joint's inertia is what is left of its own element of M when the joints that it carries give way, those
  /// that are held excepted: the Schur complement, less its armature.
  @Test(arguments: [UInt64](1...100))
  func saysWhatAJointFeels(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scene = Scene(&random, held: 0.3)
    let motion = Motion(scene)
    motion.step(scene.joints, by: Self.dt)
    var inertia = motion.bench.inertia(scene.q)
    for joint in scene.q.indices where !scene.joints[joint].isHeld {
      inertia[joint][joint] +=
        scene.joints[joint].armature + Self.dt * scene.joints[joint].damping
    }
    for joint in scene.q.indices {
      if scene.joints[joint].isHeld { inertia[joint][joint] += scene.joints[joint].armature }
      let free = scene.carried(by: joint).filter { !scene.joints[$0].isHeld }
      let wanted =
        Self.complement(inertia, joint, free) - scene.joints[joint].armature
        - (scene.joints[joint].isHeld ? 0 : Self.dt * scene.joints[joint].damping)
      #expect(
        abs(motion.steps[joint].inertia - wanted) < 1e-10 * max(1, wanted), "seed \(seed)")
    }
  }

  /// How the velocity at a place changes, beside the difference to a moment later.
  @Test(arguments: [UInt64](1...50))
  func saysHowBodiesAccelerate(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scene = Scene(&random, held: 0)
    let motion = Motion(scene)
    let (body, point) = (
      Int.random(in: scene.bodies.indices, using: &random), random.vector(1)
    )
    motion.step(scene.joints, by: Self.dt)
    let accelerations = zip(motion.list(motion.velocities), scene.v).map { ($0 - $1) / Self.dt }
    let (found, before) = (motion.acceleration(body, point), motion.velocity(body, point))
    let moment = 1e-7
    motion.bench.tree.beginStep(
      positions: FixedArray(zip(scene.q, scene.v).map { $0 + moment * $1 }),
      velocities: FixedArray(zip(scene.v, accelerations).map { $0 + moment * $1 }),
      motion.bench.work)
    let change = (motion.velocity(body, point) - before) / moment
    let size = max(1, (found * found).sum().squareRoot())
    #expect(((found - change) * (found - change)).sum().squareRoot() < 1e-4 * size, "seed \(seed)")
  }

  /// Two pendulums of 1 kg and 0.5 m swing for 20 s: of the energy that they swing with less than a
  /// hundredth is gained or lost, where an explicit step of the same length gains more than a tenth.
  @Test func keepsTheEnergyOfASwing() {
    let bodies = [
      Self.pendulum(parent: -1, at: .zero), Self.pendulum(parent: 0, at: Vector3(0, 0, -0.5)),
    ]
    let motion = Motion(bodies, positions: [0.6, -0.3], velocities: [0, 0])
    let reference = ReferenceTree(bodies: bodies)
    let rest = reference.potential([0, 0])
    let start = reference.potential([0.6, -0.3]) - rest
    for _ in 0..<40_000 { motion.step(Self.joints([0, 0], [0, 0]), by: 5e-4) }
    let (q, v) = (motion.list(motion.positions), motion.list(motion.velocities))
    let kinetic = 0.5 * product(v, motion.bench.inertia(q).map { product($0, v) })
    let end = kinetic + reference.potential(q) - rest
    #expect(abs(end / start - 1) < 1e-2, "\(start) J to \(end) J")
  }

  private static let dt = 0.01

  /// A random tree that moves, and what its joints do.
  private struct Scene {
    let bodies: [Body]
    let q: [Double]
    let v: [Double]
    let joints: [JointStep]

    init(_ random: inout SeededRandom, held share: Double) {
      bodies = random.bodies(Int.random(in: 2...14, using: &random))
      let count = bodies.count { $0.coordinate >= 0 }
      (q, v) = (random.numbers(count, -3...3), random.numbers(count, -2...2))
      joints = (0..<count).map { _ in
        var joint = JointStep()
        joint.effort = random.number(-5...5)
        joint.damping = random.number(0...50)
        joint.armature = random.number(0...1)
        joint.isHeld = random.number(0...1) < share
        return joint
      }
    }

    /// The joints between `joint` and the leaves.
    func carried(by joint: Int) -> [Int] {
      var found: Set<Int> = []
      for (index, body) in bodies.enumerated() {
        let isCarried = body.parent >= 0 && found.contains(body.parent)
        if isCarried || body.coordinate == joint { found.insert(index) }
      }
      return found.map { bodies[$0].coordinate }.filter { $0 >= 0 && $0 != joint }
    }
  }

  /// Effort and damping of each joint.
  private static func joints(_ efforts: [Double], _ dampings: [Double]) -> [JointStep] {
    zip(efforts, dampings).map { effort, damping in
      var joint = JointStep()
      (joint.effort, joint.damping) = (effort, damping)
      return joint
    }
  }

  /// What is left of the element of `row` when `others` are eliminated.
  private static func complement(_ matrix: [[Double]], _ row: Int, _ others: [Int]) -> Double {
    var matrix = matrix
    for (index, pivot) in others.enumerated() {
      for other in others[(index + 1)...] + [row] {
        let factor = matrix[other][pivot] / matrix[pivot][pivot]
        for column in matrix.indices { matrix[other][column] -= factor * matrix[pivot][column] }
      }
    }
    return matrix[row][row]
  }

  private static func back(_ pose: Pose, _ v: Vector3) -> Vector3 {
    Vector3(
      (pose.R_WF.x * v).sum(), (pose.R_WF.y * v).sum(), (pose.R_WF.z * v).sum())
  }

  private static func cross(_ a: Vector3, _ b: Vector3) -> Vector3 {
    Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }

  /// A tree on its way.
  private final class Motion {
    let bench: TreeBench
    let positions: FixedArray<Double>
    let velocities: FixedArray<Double>
    let steps: FixedArray<JointStep>

    init(_ bodies: [Body], positions: [Double], velocities: [Double]) {
      bench = TreeBench(bodies)
      self.positions = FixedArray(positions)
      self.velocities = FixedArray(velocities)
      steps = FixedArray(repeating: JointStep(), count: positions.count)
    }

    convenience init(_ scene: Scene) {
      self.init(scene.bodies, positions: scene.q, velocities: scene.v)
    }

    func step(
      _ joints: [JointStep], by dt: Double,
      _ push: (borrowing KinematicTree, borrowing TreeWork) -> Void = { _, _ in }
    ) {
      for joint in joints.indices { steps[joint] = joints[joint] }
      bench.tree.beginStep(positions: positions, velocities: velocities, bench.work)
      push(bench.tree, bench.work)
      bench.tree.endStep(steps, velocities: velocities, by: dt, bench.work)
      for joint in joints.indices {
        velocities[joint] = steps[joint].velocity
        positions[joint] += dt * velocities[joint]
      }
    }

    func velocity(_ body: Int, _ point: Vector3) -> Vector3 {
      bench.tree.velocity(ofBody: body, at: point, bench.work)
    }

    func acceleration(_ body: Int, _ point: Vector3) -> Vector3 {
      bench.tree.acceleration(ofBody: body, at: point, bench.work)
    }

    func list(_ array: borrowing FixedArray<Double>) -> [Double] {
      (0..<array.count).map { array[$0] }
    }
  }

  private static func slider(mass: Double) -> Body {
    Body(
      parent: -1, coordinate: 0, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: mass, com_B: .zero, inertia_B: (.zero, .zero))
  }

  private static func pendulum(parent: Int, at place: Vector3) -> Body {
    Body(
      parent: parent, coordinate: parent + 1, motion: .revolute, p_PB: place, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: 1, com_B: Vector3(0, 0, -0.5), inertia_B: (.zero, .zero))
  }
}
