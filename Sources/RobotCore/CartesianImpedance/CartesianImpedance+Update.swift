public import RobotDynamics
public import RobotUnits

extension CartesianImpedance {
  /// The efforts [N.m or N] of one cycle, into `efforts`; arrays have an element per joint. `tip` is the
  /// frame E, `jacobian` that of E's origin along the world's axes, `inertia` the joint-space inertia
  /// by rows, of which the lower triangle is read, and `gravity` what holds the arm at rest; with Coriolis
  /// forces in it a fast arm moves more truly.
  @_noAllocation @_noLocks
  public func update(
    _ reference: Reference, tip: Pose, jacobian: borrowing FixedArray<Twist>,
    inertia: borrowing FixedArray<Double>, gravity: borrowing FixedArray<Double>,
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    into efforts: borrowing FixedArray<Double>
  ) -> Outcome {
    precondition(jacobian.count == jointCount, "a column for each joint")
    precondition(inertia.count == jointCount * jointCount, "a row for each joint")
    let spring = PoseSpring.wrench(
      reference: reference.pose, tip: tip, translation: translation, rotation: rotation)
    let rate = reduce(reference.pose.R_WF, jacobian, velocities)
    let drive =
      PoseSpring.turned(reference.velocity, back: reference.pose.R_WF) * root
    // Turns to NaN what is not finite and would vanish in a bound.
    let probe = factor.factor(inertia) + spring.dot(.zero())
    factor.forward(reduced)
    let singularity = setInverse()
    let wrench = spring.clamped(within: springLimit) * inverseRoot - damper(rate - drive)
    setPostureEfforts(carried(rate), positions, velocities)
    let wrench_D = wrench * root
    let sum =
      command(wrench - carried(postureDrive())) + probe + wrench_D.dot(.zero())
      + Self.probe(gravity)
    let isDefined = sum == 0
    let scale = isDefined ? scaleWithinLimits(gravity) : 0
    write(gravity, scale, into: efforts)
    return Outcome(
      wrench: isDefined ? wrench_D : .zero(), scale: scale,
      singularity: isDefined ? singularity : 1, isDefined: isDefined)
  }

  /// Fills `rows` and, for the time being, `reduced` with S = K^1/2 J along the axes of D. Returns S dq.
  @_noAllocation @_noLocks
  private func reduce(
    _ axes: Rotation, _ jacobian: borrowing FixedArray<Twist>,
    _ velocities: borrowing FixedArray<Double>
  ) -> TaskVector {
    var rate = TaskVector.zero()
    for joint in 0..<jointCount {
      let row = PoseSpring.turned(jacobian[joint], back: axes) * root
      rows[joint] = row
      reduced[joint] = row
      rate = rate + row * velocities[joint]
    }
    return rate
  }

  /// Makes `mobility` and `inverse`, damped as far as a direction is lost. Returns how far that is.
  @_noAllocation @_noLocks
  private func setInverse() -> Double {
    let least = leastEigenvalue
    let trace = mobility.set(reduced, extra: unheld, least: least)
    let all = inverse.set(mobility, shift: 0, leastPivot: 1e-9 * least)
    // An axis that is not held adds one over its eigenvalue.
    let shortfall = 1 - 1 / ((all - unheldCount / (trace + least)) * least)
    guard shortfall > 0 else { return 0 }
    _ = inverse.set(mobility, shift: least * shortfall * shortfall, leastPivot: 1e-9 * least)
    return shortfall
  }

  /// (S M^-1 S^T)^-1 times `vector`.
  @_noAllocation @_noLocks
  private func carried(_ vector: TaskVector) -> TaskVector {
    mobility.restored(inverse.times(mobility.reduced(vector)))
  }

  /// The damper's force at `rate`, over K^1/2.
  @_noAllocation @_noLocks
  private func damper(_ rate: TaskVector) -> TaskVector {
    let turned = mobility.reduced(rate * dampingRoot)
    let damped = damping.times(turned, inverted: inverse.times(turned), mobility, nodes)
    return mobility.restored(damped) * dampingRoot * 2
  }

  /// The posture's efforts, of which the projector is still to take what moves the tip. `carried` is the
  /// inverse times the tip's rate.
  @_noAllocation @_noLocks
  private func setPostureEfforts(
    _ carried: TaskVector, _ positions: borrowing FixedArray<Double>,
    _ velocities: borrowing FixedArray<Double>
  ) {
    for joint in 0..<jointCount { freeVelocities[joint] = reduced[joint].dot(carried) }
    // Now M^-1 J^T A J dq: the part of the velocities that the tip's motion takes.
    factor.backward(freeVelocities)
    for joint in 0..<jointCount {
      let free = velocities[joint] - freeVelocities[joint]
      let setting = joints[joint]
      let effort =
        setting.postureStiffness * (posture[joint] - positions[joint])
        - setting.postureDamping * free
      postureEfforts[joint] = effort
      reducedEfforts[joint] = effort
    }
    factor.forward(reducedEfforts)
  }

  /// How the posture's efforts would accelerate the tip, times K^1/2.
  @_noAllocation @_noLocks
  private func postureDrive() -> TaskVector {
    var drive = TaskVector.zero()
    for joint in 0..<jointCount { drive = drive + reduced[joint] * reducedEfforts[joint] }
    return drive
  }

  /// All efforts but gravity. Returns 0, or NaN when one of them is not finite.
  @_noAllocation @_noLocks
  private func command(_ wrench: TaskVector) -> Double {
    var probe = 0.0
    for joint in 0..<jointCount {
      let effort = rows[joint].dot(wrench) + postureEfforts[joint]
      wanted[joint] = effort
      probe += effort * 0
    }
    return probe
  }
}
