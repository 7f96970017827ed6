public import RobotUnits

extension Hall {
  /// A sensor and the shaft that it looks at.
  public struct Configuration: Hashable, Sendable {
    /// Pulses in a revolution.
    public let pulsesPerTurn: Int
    /// The shaft cannot turn faster [rad/s]: pulses that come sooner are bounces.
    public let maximumVelocity: Double
    /// Without a pulse for this long the velocity is 0.
    public let timeout: TimeSpan

    /// Checks the bounds.
    public init(pulsesPerTurn: Int, maximumVelocity: Double, timeout: TimeSpan)
      throws(ConfigurationError)
    {
      guard (1...10_000).contains(pulsesPerTurn) else { throw .pulsesPerTurn(pulsesPerTurn) }
      guard maximumVelocity > 0, maximumVelocity <= 1e5 else {
        throw .maximumVelocity(maximumVelocity)
      }
      self.pulsesPerTurn = pulsesPerTurn
      self.maximumVelocity = maximumVelocity
      self.timeout = timeout
      guard timeout.nanoseconds > shortestInterval.nanoseconds else {
        throw .timeout(timeout, shortest: shortestInterval)
      }
    }

    /// The time between two pulses at the greatest velocity.
    var shortestInterval: TimeSpan {
      @_noAllocation @_noLocks
      get {
        TimeSpan(
          nanoseconds: Int64(2 * Double.pi / (Double(pulsesPerTurn) * maximumVelocity) * 1e9))
      }
    }
  }

  /// A configuration outside the bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Pulses per revolution that no magnet ring has.
    case pulsesPerTurn(Int)
    /// A velocity that is none.
    case maximumVelocity(Double)
    /// A timeout within which no two pulses come.
    case timeout(TimeSpan, shortest: TimeSpan)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .pulsesPerTurn(let pulses):
        "hall: \(pulses) pulses per revolution are outside 1...10000; count the magnets (or the pole "
          + "pairs of a ring)"
      case .maximumVelocity(let velocity):
        "hall: a greatest velocity of \(velocity) rad/s is outside 0...100000; give the fastest that the "
          + "shaft can turn, without load"
      case .timeout(let timeout, let shortest):
        "hall: a timeout of \(timeout.nanoseconds) ns is no longer than the "
          + "\(shortest.nanoseconds) ns between two pulses at the greatest velocity; give the longest time "
          + "between two pulses that still is a motion"
      }
    }
  }
}
