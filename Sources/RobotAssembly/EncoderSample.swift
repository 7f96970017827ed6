internal import RobotCore
public import RobotUnits

/// The last believed reading of a joint's encoder, and what the present one is worth.
public struct EncoderSample: BitwiseCopyable, Sendable {
  /// What the present cycle's reading is worth.
  public enum Quality: UInt8, BitwiseCopyable, Sendable {
    /// It is the value.
    case fresh
    /// There is none: the bus failed, or its reply came late.
    case missing
    /// The device itself calls it invalid, or it is one that the device cannot give: all bits alike, no
    /// magnet, out of its range.
    case invalid
    /// It is further from the last than the joint can have moved.
    case implausible

    /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
    @_noAllocation @_noLocks
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }
  /// The position that was believed last, of the joint, or of the shaft that the encoder sits on [rad], or
  /// [m]; NaN before the first.
  public var position = Double.nan
  /// When that was: the grid point of the cycle whose transfers read it.
  public var time = MonotonicInstant(nanoseconds: 0)
  /// Cycles since then.
  public var age: UInt32 = .max
  /// What the present cycle's reading is worth.
  public var quality = Quality.missing

  @_noAllocation @_noLocks
  init() {}

  /// Takes the present cycle's reading, and what the control cycle made of it: `believedAge` is 0 where it
  /// was believed.
  @_noAllocation @_noLocks
  mutating func take(_ reading: JointMeasurement, believedAge: UInt32, at time: MonotonicInstant) {
    age = believedAge
    switch reading.quality {
    case .missing: quality = .missing
    case .invalid: quality = .invalid
    case .fresh:
      quality = believedAge == 0 ? .fresh : .implausible
      guard believedAge == 0 else { return }
      position = reading.position
      self.time = time
    }
  }
}
