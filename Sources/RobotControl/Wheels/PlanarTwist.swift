/// The velocity of a base on the floor, in its own frame: x forward, y to the left. Real-time: yes.
public struct PlanarTwist: BitwiseCopyable, Hashable, Sendable {
  /// Turning, counter-clockwise seen from above [rad/s].
  public var omega: Double
  /// Forward [m/s].
  public var x: Double
  /// To the left [m/s].
  public var y: Double

  /// A velocity in SI units.
  @_noAllocation @_noLocks
  public init(omega: Double, x: Double, y: Double) {
    self.omega = omega
    self.x = x
    self.y = y
  }
}
