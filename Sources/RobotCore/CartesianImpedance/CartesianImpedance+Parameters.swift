public import RobotDynamics

extension CartesianImpedance {
  /// What the tip is held with, along and about the axes of the reference D.
  public struct Configuration: BitwiseCopyable, Hashable, Sendable {
    /// Stiffness along the axes [N/m], at least 0.
    public var translationStiffness: Vector3
    /// Stiffness about the axes [N.m/rad], at least 0. Not all six are 0.
    public var rotationStiffness: Vector3
    /// Damping ratios along the axes, at least 0; 1 is critical.
    public var translationDamping: Vector3
    /// Damping ratios about the axes, at least 0.
    public var rotationDamping: Vector3
    /// Greatest force of the spring along each axis [N], above 0.
    public var forceLimit: Double
    /// Greatest moment of the spring about each axis [N.m], above 0.
    public var momentLimit: Double
    /// The frequency of the held tip [rad/s] below which the arm counts as singular, above 0.
    public var leastFrequency: Double

    /// Springs, dampers and limits in SI units, each finite.
    public init(
      translationStiffness: Vector3, rotationStiffness: Vector3, translationDamping: Vector3,
      rotationDamping: Vector3, forceLimit: Double, momentLimit: Double, leastFrequency: Double
    ) {
      self.translationStiffness = translationStiffness
      self.rotationStiffness = rotationStiffness
      self.translationDamping = translationDamping
      self.rotationDamping = rotationDamping
      self.forceLimit = forceLimit
      self.momentLimit = momentLimit
      self.leastFrequency = leastFrequency
    }
  }

  /// What is set for each joint.
  public struct JointSettings: BitwiseCopyable, Hashable, Sendable {
    /// Stiffness of the posture [N.m/rad or N/m], at least 0.
    public var postureStiffness: Double
    /// Damping of free motion [N.m.s/rad or N.s/m], at least 0.
    public var postureDamping: Double
    /// Greatest effort [N.m or N], above 0.
    public var effortLimit: Double

    /// Settings in SI units, each finite.
    public init(postureStiffness: Double, postureDamping: Double, effortLimit: Double) {
      self.postureStiffness = postureStiffness
      self.postureDamping = postureDamping
      self.effortLimit = effortLimit
    }
  }

  /// Where the tip is wanted.
  public struct Reference: BitwiseCopyable, Hashable, Sendable {
    /// The frame D in the world.
    public var pose: Pose
    /// Velocity of its origin [m/s] and angular velocity [rad/s], along the world's axes.
    public var velocity: Twist

    /// A frame, at rest unless it is said to move.
    @_noAllocation @_noLocks
    public init(
      pose: Pose,
      velocity: Twist = Twist(linear: Vector3(0, 0, 0), angular: Vector3(0, 0, 0))
    ) {
      self.pose = pose
      self.velocity = velocity
    }
  }

  /// What became of a cycle.
  public struct Outcome: BitwiseCopyable, Hashable, Sendable {
    /// Force of spring and damper on the tip along the axes of D, before `scale` [N].
    public var force_D: Vector3
    /// Their moment on the tip, before `scale` [N.m].
    public var moment_D: Vector3
    /// By how much spring and posture were scaled to keep the effort limits, 0...1.
    public var scale: Double
    /// How far the arm is into a singularity: 0 outside, 1 where a direction is lost.
    public var singularity: Double
    /// Whether everything was finite; otherwise the efforts are those of gravity alone.
    public var isDefined: Bool

    @_noAllocation @_noLocks
    init(wrench: TaskVector, scale: Double, singularity: Double, isDefined: Bool) {
      force_D = wrench.linear()
      moment_D = wrench.angular()
      self.scale = scale
      self.singularity = singularity
      self.isDefined = isDefined
    }
  }
}
