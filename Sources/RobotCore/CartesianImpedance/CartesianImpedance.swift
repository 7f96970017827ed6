internal import RobotDynamics
public import RobotUnits

/// Cartesian impedance of an arm on a fixed base: its tip E behaves as if springs and dampers held it to a
/// reference frame D, while the joints' posture follows what freedom is left.
///
///     effort = J^T (spring - damper) + N^T (k_n (q_n - q) - d_n N dq) + gravity
///
/// All along and about the axes of D at the tip; an axis without stiffness is not held: no spring, no damper,
/// and its motion counts as free.
///
/// - Spring: `PoseSpring`'s, each axis bounded. In translation it stays a spring then, only a softer one. Its
///   moment is a smooth function of all rotations: it grows as sin of the angle to its greatest at 90 deg,
///   and falls to 0 at 180 deg, an equilibrium that does not hold; no jump, no sign to choose.
/// - Damping by design, D = 2 K^1/2 Z^1/2 (K^1/2 A K^1/2)^-1/2 Z^1/2 K^1/2, with the mobility
///   A = J M^-1 J^T and the ratios Z. For one ratio on all axes this is the double diagonalisation of
///   A. Albu-Schaeffer, C. Ott, U. Frese, G. Hirzinger, "Cartesian impedance control of redundant robots:
///   recent results with the DLR-light-weight-arms", ICRA 2003: every mode of the tip has that ratio,
///   however its axes couple. Whatever the ratios, D is positive definite: dampers take energy out.
/// - Posture: projected by N = 1 - M^-1 J^T L J, with L = A^-1, which is dynamically consistent
///   (O. Khatib, "A unified approach for motion and force control", IEEE J. Robotics and Automation 3,
///   1987): it does not accelerate the tip. Damping acts on N dq, so that it takes energy out as well;
///   a projected spring k_n is not a spring of its own, and may carry energy around a closed path.
/// - Singularities: J^T needs no inverse. In L, damped least squares (Y. Nakamura, H. Hanafusa, "Inverse
///   kinematic solutions with singularity robustness", J. Dyn. Sys. Meas. Control 108, 1986): with S = K^1/2 J,
///   the squares of the frequencies [rad/s] at which the held tip would swing are the eigenvalues of
///   S M^-1 S^T, and h = 1 / tr((S M^-1 S^T)^-1) is between the least and a sixth of it. Below
///   h0 = `leastFrequency`^2, h0 (1 - h/h0)^2 is added to its diagonal, from 0 smoothly to h0. A mode
///   of less than that frequency is damped about as if it had it.
/// - Limits: spring and posture are scaled down together until every joint keeps its effort limit beside
///   gravity, so that the wrench keeps its direction; gravity is bounded last.
///
/// Total: when an input is not finite, or so large that the arithmetic overflows, the efforts are those of
/// gravity within the limits, 0 where that is not finite either, and `Outcome.isDefined` says so.
/// Sampled, it needs frequencies and dampers well below the rate of the cycles. Not for two threads at
/// once. Real-time: everything but `init`.
public struct CartesianImpedance: ~Copyable, Sendable {
  /// How many joints there are.
  public let jointCount: Int
  /// The posture q_n [rad or m]: what its owner wants, at any time between cycles. 0 at first.
  public let posture: FixedArray<Double>
  let joints: FixedArray<JointSettings>
  /// Stiffness along and about the axes.
  let translation: Vector3
  let rotation: Vector3
  /// K^1/2, and its inverse where that is not 0.
  let root: TaskVector
  let inverseRoot: TaskVector
  /// Z^1/2.
  let dampingRoot: TaskVector
  let springLimit: TaskVector
  /// 1 where no axis is held, and how many there are.
  let unheld: TaskVector
  let unheldCount: Double
  /// `leastFrequency` squared.
  let leastEigenvalue: Double
  /// S by joints, and S L^-T, with the joint-space inertia L L^T.
  let rows: FixedArray<TaskVector>
  let reduced: FixedArray<TaskVector>
  let factor: JointFactor
  /// S M^-1 S^T, its inverse, and its inverse's square root.
  let mobility: TaskMobility
  let inverse: TaskInverse
  let damping: TaskDamping
  let nodes: FixedArray<TaskVector>
  /// Of the joints: N dq, the posture's efforts, these in other coordinates, and all but gravity.
  let freeVelocities: FixedArray<Double>
  let postureEfforts: FixedArray<Double>
  let reducedEfforts: FixedArray<Double>
  let wanted: FixedArray<Double>
  /// What the tree says in a cycle.
  let jacobian: FixedArray<Twist>
  let inertia: FixedArray<Double>
  let gravity: FixedArray<Double>

  /// The law for an arm with a joint for each of `joints`, in the order of the tree's velocities, of numbers
  /// that are right; `init(_:joints:)` checks them. Real-time: no.
  public init(checked c: Configuration, joints: consuming FixedArray<JointSettings>) {
    let count = joints.count
    let stiffness = TaskVector(linear: c.translationStiffness, angular: c.rotationStiffness)
    let root = stiffness.squareRoots(atLeast: 0)
    var (inverseRoot, unheld) = (TaskVector.zero(), TaskVector.zero())
    for axis in 0..<6 {
      let isHeld = stiffness.lane(axis) > 0
      inverseRoot = inverseRoot + .unit(axis, isHeld ? 1 / root.lane(axis) : 0)
      unheld = unheld + .unit(axis, isHeld ? 0 : 1)
    }
    jointCount = count
    posture = FixedArray(repeating: 0, count: count)
    self.joints = joints
    translation = c.translationStiffness
    rotation = c.rotationStiffness
    self.root = root
    self.inverseRoot = inverseRoot
    dampingRoot = TaskVector(linear: c.translationDamping, angular: c.rotationDamping)
      .squareRoots(atLeast: 0)
    springLimit = TaskVector(
      linear: Vector3(c.forceLimit, c.forceLimit, c.forceLimit),
      angular: Vector3(c.momentLimit, c.momentLimit, c.momentLimit))
    self.unheld = unheld
    unheldCount = unheld.dot(.all(1))
    leastEigenvalue = c.leastFrequency * c.leastFrequency
    rows = FixedArray(repeating: .zero(), count: count)
    reduced = FixedArray(repeating: .zero(), count: count)
    factor = JointFactor(count: count)
    mobility = TaskMobility()
    inverse = TaskInverse()
    damping = TaskDamping(least: c.leastFrequency)
    nodes = FixedArray(repeating: .zero(), count: 12)
    freeVelocities = FixedArray(repeating: 0, count: count)
    postureEfforts = FixedArray(repeating: 0, count: count)
    reducedEfforts = FixedArray(repeating: 0, count: count)
    wanted = FixedArray(repeating: 0, count: count)
    jacobian = FixedArray(repeating: Twist(linear: .zero, angular: .zero), count: count)
    inertia = FixedArray(repeating: 0, count: count * count)
    gravity = FixedArray(repeating: 0, count: count)
  }
}
