import RobotCore
import RobotDynamics
import RobotUnits

/// A seven-joint arm under a Cartesian impedance, on random numbers: every build computes the same.
struct Arm: ~Copyable {
  private var random: SplitMix64
  private let tree: KinematicTree
  private let law: CartesianImpedance
  private let work: TreeWork
  private let positions = FixedArray(repeating: 0.0, count: 7)
  private let velocities = FixedArray(repeating: 0.0, count: 7)
  private let efforts = FixedArray(repeating: 0.0, count: 7)

  init(seed: UInt64) {
    random = SplitMix64(seed: seed &* 31 &+ 7)
    let tree = KinematicTree(
      bodies: FixedArray(count: 8) { Arm.body($0) }, coordinateCount: 7)
    work = TreeWork(for: tree)
    self.tree = tree
    let ratio = Vector3(0.7, 0.7, 1)
    law = CartesianImpedance(
      checked: CartesianImpedance.Configuration(
        translationStiffness: Vector3(400, 500, 0), rotationStiffness: Vector3(30, 40, 50),
        translationDamping: ratio, rotationDamping: ratio, forceLimit: 30, momentLimit: 9,
        leastFrequency: 3),
      joints: FixedArray(
        repeating: CartesianImpedance.JointSettings(
          postureStiffness: 2, postureDamping: 1, effortLimit: 60), count: 7))
  }

  /// Seven joints about z and y in turn, and the tip.
  private static func body(_ index: Int) -> Body {
    let isTip = index == 7
    return Body(
      parent: index - 1, coordinate: isTip ? -1 : index, motion: isTip ? .fixed : .revolute,
      p_PB: Vector3(0, 0, 0.17), R_PB: .identity(),
      axis_B: index & 1 == 0 ? Vector3(0, 0, 1) : Vector3(0, 1, 0),
      mass: isTip ? 0 : 3 - 0.3 * Double(index), com_B: Vector3(0.01, 0.02, 0.06),
      inertia_B: isTip
        ? (Vector3(0, 0, 0), Vector3(0, 0, 0))
        : (Vector3(0.03, 0.028, 0.02), Vector3(0.001, 0, -0.001)))
  }

  /// One cycle; every fourth is at rest where the arm is stretched.
  @_noAllocation @_noLocks
  mutating func turn(_ output: inout Output) {
    let size = random.happens(onceIn: 4) ? 1e-9 : 1.5
    for joint in 0..<7 {
      positions[joint] = number(size)
      velocities[joint] = number(size)
      law.posture[joint] = number(1)
    }
    let reference = CartesianImpedance.Reference(
      pose: Pose(
        p_WF: vector(0.6), R_WF: Rotation.rollPitchYaw(vector(3))),
      velocity: Twist(linear: vector(0.2), angular: vector(1)))
    let outcome = law.update(
      reference, ofBody: 7, of: tree, positions: positions, velocities: velocities, into: efforts,
      work)
    for joint in 0..<7 { output.fingerprint.add(efforts[joint]) }
    output.fingerprint.add(outcome.scale)
    output.fingerprint.add(outcome.singularity)
    output.fingerprint.add(outcome.force_D.x)
    output.fingerprint.add(outcome.moment_D.z)
    output.fingerprint.add(outcome.isDefined)
  }

  @_noAllocation @_noLocks
  private mutating func vector(_ size: Double) -> Vector3 {
    let x = number(size)
    let y = number(size)
    return Vector3(x, y, number(size))
  }

  @_noAllocation @_noLocks
  private mutating func number(_ size: Double) -> Double {
    if random.happens(onceIn: 2_000) { return random.happens(onceIn: 2) ? .nan : 1e300 }
    return random.number(-size, size)
  }
}
