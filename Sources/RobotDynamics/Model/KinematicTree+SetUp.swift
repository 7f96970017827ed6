internal import RobotUnits

extension KinematicTree {
  /// A tree of `bodies`, each after its parent, with `coordinateCount` joint positions. Every joint
  /// that moves has a coordinate of its own. Real-time: no.
  public init(
    bodies: [Body], coordinateCount: Int, gravity_W: Vector3 = Vector3(0, 0, -9.81),
    base: Base = .fixed
  ) {
    self.init(
      bodies: FixedArray(bodies), coordinateCount: coordinateCount, gravity_W: gravity_W, base: base
    )
  }
}
