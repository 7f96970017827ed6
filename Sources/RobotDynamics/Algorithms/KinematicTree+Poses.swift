public import RobotUnits

/// Where a frame F stands in the world W.
public struct Pose: BitwiseCopyable, Hashable, Sendable {
  /// The frame's origin in W [m].
  public var p_WF: Vector3
  /// The frame's axes in W.
  public var R_WF: Rotation

  /// A pose.
  @_noAllocation @_noLocks
  public init(p_WF: Vector3, R_WF: Rotation) {
    self.p_WF = p_WF
    self.R_WF = R_WF
  }
}

extension KinematicTree {
  /// Forward kinematics: places all links at `positions`. What `pose` and `jacobian` read until the next
  /// call of an algorithm on `work`.
  @_noAllocation @_noLocks
  public func place(positions: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    work.root[0] = rootTransform(positions)
    work.poses[0] = .identity()
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      work.poses[link] =
        work.poses[joint.parent].times(joint.transform(joint.stance(positions[joint.position])))
      link += 1
    }
  }

  /// Where the frame of body `body` stands in the world, as `place` found it.
  @_noAllocation @_noLocks
  public func pose(ofBody body: Int, _ work: borrowing TreeWork) -> Pose {
    let pose = work.root[0].times(rootPose(ofBody: body, work))
    return Pose(p_WF: pose.p.vector(), R_WF: pose.R.rotation())
  }

  /// Where the frame of body `body` stands in the root.
  @_noAllocation @_noLocks @inline(__always)
  func rootPose(ofBody body: Int, _ work: borrowing TreeWork) -> LinkTransform {
    let frame = frames[body]
    return work.poses[frame.link].times(frame.place)
  }
}
