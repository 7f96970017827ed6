/// What articulated bodies write down of one link, along the axes and about the origin of the frame in
/// which all is computed.
///
/// Accelerations are of two parts: the bias, that of a link whose joints do not accelerate, less gravity,
/// and what accelerates beyond it. Only the second is unknown.
struct ArticulatedLink: BitwiseCopyable, Sendable {
  /// The joint's axis.
  var axis: SpatialVector
  var velocity: Screw
  var bias: Screw
  /// The link with all that hangs on it.
  var inertia: ArticulatedInertia
  /// What the bias, the velocities and the surroundings ask of the link and all that hangs on it.
  var wrench: SpatialVector
  /// What accelerates it along its joint's axis.
  var felt: SpatialVector
  var gain: JointGain
  /// Beyond the bias.
  var acceleration: SpatialVector

  @_noAllocation @_noLocks
  static func rest() -> ArticulatedLink {
    ArticulatedLink(
      axis: .zero(), velocity: .zero(), bias: .zero(), inertia: ArticulatedInertia(.none()),
      wrench: .zero(), felt: .zero(), gain: JointGain(wrench: .zero(), effort: 0, inertia: 0),
      acceleration: .zero())
  }

  @_noAllocation @_noLocks
  private init(
    axis: SpatialVector, velocity: Screw, bias: Screw, inertia: ArticulatedInertia,
    wrench: SpatialVector, felt: SpatialVector, gain: JointGain, acceleration: SpatialVector
  ) {
    self.axis = axis
    self.velocity = velocity
    self.bias = bias
    self.inertia = inertia
    self.wrench = wrench
    self.felt = felt
    self.gain = gain
    self.acceleration = acceleration
  }

  /// How the body accelerates where it passes the origin, if its joints do not; less gravity.
  @_noAllocation @_noLocks @inline(__always)
  func pull() -> Triple { bias.linear + velocity.angular.cross(velocity.linear) }

  /// Moves about `axis` at `rate`, with a parent that moves with `velocity` and `bias`.
  @_noAllocation @_noLocks @inline(__always)
  mutating func move(_ axis: Screw, at rate: Double, with velocity: Screw, _ bias: Screw) {
    let own = axis * rate
    let motion = velocity + own
    self.axis = SpatialVector(axis)
    self.velocity = motion
    self.bias = bias + motion.cross(own)
  }

  /// Lets the joint give way to `effort` under `armature`.
  @_noAllocation @_noLocks @inline(__always)
  mutating func yield(effort: Double, armature: Double) {
    let u = inertia.force(of: axis)
    let felt = axis.dot(u)
    let inverse = 1 / (felt + armature)
    gain = JointGain(
      wrench: u * inverse, effort: (effort - axis.dot(wrench)) * inverse, inertia: felt)
    self.felt = u
  }

  /// Has the joint accelerate as it is told.
  @_noAllocation @_noLocks @inline(__always)
  mutating func carry(acceleration: Double) {
    felt = inertia.force(of: axis)
    gain = JointGain(wrench: .zero(), effort: acceleration, inertia: axis.dot(felt))
  }

  /// Takes in the link that hangs on a joint.
  @_noAllocation @_noLocks @inline(__always)
  mutating func bear(_ child: inout ArticulatedLink) {
    inertia.add(&child.inertia, yielding: child.felt, child.gain.wrench)
    wrench = wrench + (child.wrench + child.felt * child.gain.effort)
  }

  /// The acceleration of the joint, once the parent has `carried` by its own.
  @_noAllocation @_noLocks @inline(__always)
  mutating func accelerate(carried: SpatialVector) -> Double {
    let joint = gain.effort - carried.dot(gain.wrench)
    acceleration = carried + axis * joint
    return joint
  }
}

/// How a joint's acceleration follows from its parent's: `effort` - `wrench` . acceleration.
struct JointGain: BitwiseCopyable, Sendable {
  var wrench: SpatialVector
  var effort: Double
  /// What the joint opposes to an effort while all others give way, without armature.
  var inertia: Double

  @_noAllocation @_noLocks @inline(__always)
  init(wrench: SpatialVector, effort: Double, inertia: Double) {
    self.wrench = wrench
    self.effort = effort
    self.inertia = inertia
  }
}
