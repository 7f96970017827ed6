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
    work.poses[0] = base
    if isFixed {
      prepareRoot(.zero(), masses[0], upwards: gravity_W * -1, work)
    } else {
      let motion = Screw(linear: triple(velocities, 0), angular: triple(velocities, 3))
      prepareRoot(
        motion.carried(by: base), masses[0].moved(by: base), upwards: gravity_W * -1, work)
    }
    prepareLinks(positions, velocities, work)
  }

  /// The velocity at the beginning of the step of the point of `body` that is at `point_W` [m/s].
  @_noAllocation @_noLocks
  public func velocity(
    ofBody body: Int, at point_W: Vector3, _ work: borrowing TreeWork
  ) -> Vector3 {
    let motion = work.links[frames[body].link].velocity
    return (motion.linear + motion.angular.cross(Triple(point_W))).vector()
  }

  /// How that velocity changes in the step, after `endStep` [m/s^2].
  @_noAllocation @_noLocks
  public func acceleration(
    ofBody body: Int, at point_W: Vector3, _ work: borrowing TreeWork
  ) -> Vector3 {
    let link = frames[body].link
    if link == 0, isFixed { return .zero }
    let change = work.links[link].bias + work.links[link].acceleration.screw()
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
    // The velocity at the end, as far as the bias takes it there; that is less gravity.
    let bias = work.links[link].velocity + work.links[link].bias * dt
    let before = bias.power(of: way) + dt * gravity_W.dot(n)
    work.links[link].wrench =
      work.links[link].wrench - SpatialVector(way) * (load.force - load.damping * before)
    let along = SpatialVector(way)
    work.links[link].inertia.yield(along, along * (-dt * load.damping))
  }

  /// Adds a moment on `body` to the step [N.m].
  @_noAllocation @_noLocks
  public func push(body: Int, moment_W: Vector3, _ work: borrowing TreeWork) {
    let link = frames[body].link
    work.links[link].wrench =
      work.links[link].wrench
      - SpatialVector(Wrench(force: .zero(), moment: Triple(moment_W)))
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
        carry(link, parent: joint.parent, acceleration: -velocity / dt, work)
      } else {
        yield(
          link, parent: joint.parent, effort: step.effort - step.damping * velocity,
          armature: armatures[joint.velocity] + step.armature + dt * step.damping, work)
      }
      link -= 1
    }
    accelerateRoot(.zero(), work)
    link = 1
    while link < self.joints.count {
      let joint = self.joints[link]
      let index = joint.velocity
      let acceleration = accelerate(link, parent: joint.parent, work)
      joints[index].inertia = work.links[link].gain.inertia
      if joints[index].isHeld {
        joints[index].velocity = 0
        joints[index].effort = holding(
          link, armatures[index] + joints[index].armature, acceleration, work)
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
    // Gravity, which the bias is less, is all that the root's bias has.
    let motion = work.links[0].velocity + work.links[0].acceleration.screw() * dt
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
    _ link: Int, parent: Int, acceleration: Double, _ work: borrowing TreeWork
  ) {
    work.links[link].carry(acceleration: acceleration)
    if parent == 0, isFixed { return }
    work.links[parent].bear(&work.links[link])
  }

  /// The effort behind the acceleration of such a joint.
  @_noAllocation @_noLocks
  private func holding(
    _ link: Int, _ armature: Double, _ acceleration: Double, _ work: borrowing TreeWork
  ) -> Double {
    let felt = work.links[link].inertia.force(of: work.links[link].acceleration)
    return work.links[link].axis.dot(felt + work.links[link].wrench) + armature * acceleration
  }
}
