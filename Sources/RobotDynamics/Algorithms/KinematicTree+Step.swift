public import RobotUnits

/// A step of time in parts, for who looks at the tree between them: `beginStep`, any number of `push`,
/// `endStep`. All is computed in the world, where a floating base is a link among the others.
extension KinematicTree {
  /// Places the links and takes their velocities.
  @_noAllocation @_noLocks
  public func beginStep(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    let base = rootTransform(positions)
    work.root[0] = .identity()
    place(positions, from: base, work)
    if !isFixed {
      let motion = Screw(linear: triple(velocities, 0), angular: triple(velocities, 3))
      prepareRoot(motion.carried(by: base), masses[0].moved(by: base), work)
    }
    prepareLinks(velocities, work)
  }

  /// The velocity at the beginning of the step of the point of `body` that is at `point_W` [m/s].
  @_noAllocation @_noLocks
  public func velocity(
    ofBody body: Int, at point_W: Vector3, _ work: borrowing TreeWork
  ) -> Vector3 {
    let motion = work.velocities[frames[body].link]
    return (motion.linear + motion.angular.cross(Triple(point_W))).vector()
  }

  /// How that velocity changes in the step, after `endStep` [m/s^2].
  @_noAllocation @_noLocks
  public func acceleration(
    ofBody body: Int, at point_W: Vector3, _ work: borrowing TreeWork
  ) -> Vector3 {
    let link = frames[body].link
    if link == 0, isFixed { return .zero }
    let change = work.accelerations[link]
    return (change.linear + change.angular.cross(Triple(point_W)) + gravity_W).vector()
  }

  /// Adds `load` to the step of `dt` s. Implicit in its damping D, which no mass is too light for: along
  /// the direction n at the point p the link's inertia is more by dt D s s^T, with s = (n, p x n).
  @_noAllocation @_noLocks
  public func push(_ load: PointForce, by dt: Double, _ work: borrowing TreeWork) {
    let link = frames[load.body].link
    if link == 0, isFixed { return }
    let n = Triple(load.direction_W)
    let way = Wrench(force: n, moment: Triple(load.point_W).cross(n))
    // Accelerations are less gravity; the point's velocity is not.
    let before = work.velocities[link].power(of: way) + dt * gravity_W.dot(n)
    work.wrenches[link] = work.wrenches[link] - way * (load.force - load.damping * before)
    work.inertias[link] = work.inertias[link].yielding(way, -dt * load.damping)
  }

  /// Adds a moment on `body` to the step [N.m].
  @_noAllocation @_noLocks
  public func push(body: Int, moment_W: Vector3, _ work: borrowing TreeWork) {
    let link = frames[body].link
    work.wrenches[link].moment = work.wrenches[link].moment - Triple(moment_W)
  }

  /// Solves the step of `dt` s: `joints`, one for each velocity, get their velocities at its end; those of a
  /// floating base are `advanceBase`'s. With
  /// the inertia M, armatures included, efforts e, dampings D, and h of gravity, velocities and loads:
  ///
  ///     M (v' - v) / dt = e - D v' - h;  of held joints v' = 0, and e is what that takes
  ///
  /// `velocities` are those at its beginning, and stay.
  @_noAllocation @_noLocks
  public func endStep(
    _ joints: borrowing FixedArray<JointStep>, velocities: borrowing FixedArray<Double>,
    by dt: Double, _ work: borrowing TreeWork
  ) {
    var link = self.joints.count - 1
    while link > 0 {
      let joint = self.joints[link]
      let step = joints[joint.velocity]
      let velocity = velocities[joint.velocity]
      if step.isHeld {
        carry(link, joint, acceleration: -velocity / dt, work)
      } else {
        yield(
          link, joint, effort: step.effort - step.damping * velocity,
          armature: armatures[joint.velocity] + step.armature + dt * step.damping, work)
      }
      link -= 1
    }
    if isFixed {
      accelerateFixedRoot(work)
    } else {
      work.accelerations[0] = work.inertias[0].motion(of: work.wrenches[0] * -1, work.block)
    }
    link = 1
    while link < self.joints.count {
      let joint = self.joints[link]
      let index = joint.velocity
      let acceleration = accelerate(link, joint, work)
      joints[index].inertia = work.gains[link].inertia
      if joints[index].isHeld {
        joints[index].velocity = 0
        joints[index].effort = holding(link, joint, joints[index].armature, acceleration, work)
      } else {
        joints[index].velocity = velocities[index] + dt * acceleration
      }
      link += 1
    }
  }

  /// Takes a floating base to the end of the step of `dt` s that `endStep` solved: its own seven
  /// `positions` and six `velocities`. A fixed one stays.
  ///
  /// The base's velocity screw changes by dt times its acceleration; with it the base goes on.
  @_noAllocation @_noLocks
  public func advanceBase(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    by dt: Double, _ work: borrowing TreeWork
  ) {
    if isFixed { return }
    var motion = work.velocities[0] + work.accelerations[0] * dt
    motion.linear = motion.linear + gravity_W * dt
    let w = motion.angular
    let before = triple(positions, 0)
    let after = before + (motion.linear + w.cross(before)) * dt
    write(after, positions, 0)
    turn(positions, by: w * dt)
    let R = rootTransform(positions).R
    write(R.applyTransposed(motion.linear + w.cross(after)), velocities, 0)
    write(R.applyTransposed(w), velocities, 3)
  }

  /// Turns the base's quaternion by the rotation vector `angle` of the world, and makes its length 1.
  @_noAllocation @_noLocks
  private func turn(_ positions: borrowing FixedArray<Double>, by angle: Triple) {
    let half = 0.5 * RealtimeMath.squareRoot(angle.dot(angle))
    // sin(half) / half, by its series where the quotient has no digits.
    let (sine, cosine) = RealtimeMath.sineCosine(half)
    let ratio = half > 1e-4 ? sine / half : 1 - half * half / 6
    let d = angle * (0.5 * ratio)
    let q = Triple(positions[3], positions[4], positions[5])
    let w = positions[6]
    let v = q * cosine + d * w + d.cross(q)
    let s = cosine * w - d.dot(q)
    let scale = 1 / RealtimeMath.squareRoot(v.dot(v) + s * s)
    write(v * scale, positions, 3)
    positions[6] = s * scale
  }

  @_noAllocation @_noLocks
  private func write(_ v: Triple, _ array: borrowing FixedArray<Double>, _ index: Int) {
    array[index] = v.x
    array[index + 1] = v.y
    array[index + 2] = v.z
  }

  /// What the parent of `link` feels of it through a joint that accelerates as it is told.
  @_noAllocation @_noLocks
  private func carry(
    _ link: Int, _ joint: Joint, acceleration: Double, _ work: borrowing TreeWork
  ) {
    let inertia = work.inertias[link]
    let axis = work.axes[link]
    let u = inertia.force(of: axis)
    work.gains[link] = JointGain(
      wrench: .zero(), effort: acceleration, inertia: axis.power(of: u))
    if joint.parent == 0, isFixed { return }
    work.inertias[joint.parent] = work.inertias[joint.parent] + inertia
    work.wrenches[joint.parent] =
      work.wrenches[joint.parent]
      + (work.wrenches[link] + inertia.force(of: work.drifts[link]) + u * acceleration)
  }

  /// The effort behind the acceleration of such a joint.
  @_noAllocation @_noLocks
  private func holding(
    _ link: Int, _ joint: Joint, _ armature: Double, _ acceleration: Double,
    _ work: borrowing TreeWork
  ) -> Double {
    let felt = work.inertias[link].force(of: work.accelerations[link]) + work.wrenches[link]
    return work.axes[link].power(of: felt)
      + (armatures[joint.velocity] + armature) * acceleration
  }
}
