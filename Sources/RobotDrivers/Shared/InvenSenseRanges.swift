/// The measuring ranges that InvenSense's parts share. Source: MPU-6000/6050 PS-MPU-6000A-00 3.4,
/// sections 6.1 and 6.2; ICM-20948 DS-000189 1.3, section 3.
public enum InvenSenseRanges {
  /// The range of the accelerometer, either way.
  public enum Acceleration: UInt8, Sendable, BitwiseCopyable {
    case g2, g4, g8, g16

    /// The range in standard gravities.
    public var g: Int { 2 << Int(rawValue) }

    /// Counts of one standard gravity.
    public var countsPerG: Double {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .g2: 16384
        case .g4: 8192
        case .g8: 4096
        case .g16: 2048
        }
      }
    }

    /// One count [m/s²].
    public var scale: Double {
      @_noAllocation @_noLocks
      get { InertialWords.gravity / countsPerG }
    }
  }

  /// The range of the gyroscope, either way.
  public enum AngularVelocity: UInt8, Sendable, BitwiseCopyable {
    case dps250, dps500, dps1000, dps2000

    /// The range in degrees per second.
    public var degreesPerSecond: Int { 250 << Int(rawValue) }

    /// Counts of one degree per second, as the datasheets round them.
    public var countsPerDegreePerSecond: Double {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .dps250: 131
        case .dps500: 65.5
        case .dps1000: 32.8
        case .dps2000: 16.4
        }
      }
    }

    /// One count [rad/s].
    public var scale: Double {
      @_noAllocation @_noLocks
      get { InertialWords.degree / countsPerDegreePerSecond }
    }
  }
}
