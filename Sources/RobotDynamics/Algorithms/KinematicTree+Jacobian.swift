public import RobotUnits

/// A velocity, or a column of a Jacobian: linear before angular, as Pinocchio has them.
public struct Twist: BitwiseCopyable, Hashable, Sendable {
  /// Velocity of the reference point [m/s, or per unit of a joint's velocity].
  public var linear: Vector3
  /// Angular velocity [rad/s, or per unit of a joint's velocity].
  public var angular: Vector3

  /// A velocity.
  @_noAllocation @_noLocks
  public init(linear: Vector3, angular: Vector3) {
    self.linear = linear
    self.angular = angular
  }
}

/// The point and the axes that a velocity of a frame F is given for.
public enum ReferenceFrame: UInt8, BitwiseCopyable, Sendable {
  /// The point of the body that is at the world's origin, along the world's axes.
  case world
  /// F's origin, along F's axes.
  case local
  /// F's origin, along the world's axes.
  case localWorldAligned
}

extension KinematicTree {
  /// The geometric Jacobian of the frame of body `body`, as `place` left the tree: column i of
  /// `jacobian` is the frame's velocity for unit velocity i. `jacobian` has `velocityCount` elements.
  @_noAllocation @_noLocks
  public func jacobian(
    ofBody body: Int, in reference: ReferenceFrame, into jacobian: borrowing FixedArray<Twist>,
    _ work: borrowing TreeWork
  ) {
    let frame = rootPose(ofBody: body, work)
    let root = work.root[0]
    // From the root's axes to those of the result, and the point in the root.
    var turn = root.R
    var point = frame.p
    switch reference {
    case .world: point = root.R.applyTransposed(root.p) * -1
    case .local: turn = frame.R.transposed()
    case .localWorldAligned: break
    }
    for index in 0..<velocityCount { jacobian[index] = Twist(linear: .zero, angular: .zero) }
    var link = frames[body].link
    while link > 0 {
      let joint = joints[link]
      let pose = work.poses[link]
      let axis = turn.apply(pose.R.z)
      let angular = axis * joint.turns
      let arm = turn.apply(point - pose.p)
      jacobian[joint.velocity] = Twist(
        linear: (angular.cross(arm) + axis * joint.slides).vector(), angular: angular.vector())
      link = joint.parent
    }
    if !isFixed { writeBase(turn, turn.apply(point), jacobian) }
  }

  /// The columns of a floating base, whose axes are those of `turn` and whose distance is `arm`.
  @_noAllocation @_noLocks
  private func writeBase(
    _ turn: Matrix3, _ arm: Triple, _ jacobian: borrowing FixedArray<Twist>
  ) {
    jacobian[0].linear = turn.x.vector()
    jacobian[1].linear = turn.y.vector()
    jacobian[2].linear = turn.z.vector()
    jacobian[3] = Twist(linear: turn.x.cross(arm).vector(), angular: turn.x.vector())
    jacobian[4] = Twist(linear: turn.y.cross(arm).vector(), angular: turn.y.vector())
    jacobian[5] = Twist(linear: turn.z.cross(arm).vector(), angular: turn.z.vector())
  }
}
