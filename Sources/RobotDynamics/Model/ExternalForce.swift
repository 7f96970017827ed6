internal import RobotUnits

/// A force of the surroundings on a body.
public struct ExternalForce: BitwiseCopyable, Hashable, Sendable {
  /// The body's index.
  public var body: Int
  /// The force along the axes of the body's frame [N].
  public var force_B: Vector3
  /// The moment about the origin of the body's frame, along its axes [N.m].
  public var moment_B: Vector3

  /// A force at the origin of the frame of `body`, and a moment.
  @_noAllocation @_noLocks
  public init(body: Int, force_B: Vector3, moment_B: Vector3 = Vector3(0, 0, 0)) {
    self.body = body
    self.force_B = force_B
    self.moment_B = moment_B
  }

  /// The same in the frame in which B stands at `place`.
  @_noAllocation @_noLocks
  func wrench(at place: LinkTransform) -> Wrench {
    let force = place.R.apply(Triple(force_B))
    return Wrench(
      force: force, moment: place.R.apply(Triple(moment_B)) + place.p.cross(force))
  }
}
