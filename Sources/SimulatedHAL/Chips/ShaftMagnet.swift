public import RobotUnits

/// The magnet at the end of a shaft, which an encoder looks at: it may slip.
public final class ShaftMagnet: ShaftAngleSource {
  private let shaft: any ShaftAngleSource
  private let slipped = FixedQuantity(0)

  /// A magnet that stands as `shaft` does.
  public init(on shaft: any ShaftAngleSource) { self.shaft = shaft }

  /// Stands so many radians from where it stood at the beginning.
  public func slip(by radians: Double) { slipped.value = radians }

  /// The angle of the shaft, and how far the magnet has slipped on it.
  public func angle(at instant: MonotonicInstant) -> Double {
    shaft.angle(at: instant) + slipped.value
  }
}
