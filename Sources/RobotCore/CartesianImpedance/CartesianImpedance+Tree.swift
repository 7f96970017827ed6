public import RobotDynamics
public import RobotUnits

extension CartesianImpedance {
  /// The efforts of one cycle for the arm `tree` on a fixed base whose tip is the frame of body `body`:
  /// forward kinematics, Jacobian, joint-space inertia, gravity and law.
  @_noAllocation @_noLocks
  public func update(
    _ reference: Reference, ofBody body: Int, of tree: borrowing KinematicTree,
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) -> Outcome {
    precondition(tree.isFixed, "an arm on a fixed base")
    precondition(tree.velocityCount == jointCount, "a joint for each velocity")
    // Places the links as well.
    tree.jointInertia(positions: positions, into: inertia, work)
    let tip = tree.pose(ofBody: body, work)
    tree.jacobian(ofBody: body, in: .localWorldAligned, into: jacobian, work)
    tree.gravityAfterJointInertia(into: gravity, work)
    return update(
      reference, tip: tip, jacobian: jacobian, inertia: inertia, gravity: gravity,
      positions: positions, velocities: velocities, into: efforts)
  }
}
