public import RobotUnits

extension Quadrature {
  /// An encoder: its lines per revolution, and when it counts as standing.
  public struct Configuration: Hashable, Sendable {
    /// Periods of A in a revolution ("lines", "PPR").
    public let linesPerTurn: Int
    /// The encoder has an index: the third line of its input.
    public let hasIndex: Bool
    /// Without an edge for this long the velocity is 0. Below one count in this time there is no
    /// velocity: choose the slowest that matters.
    public let timeout: TimeSpan

    /// Checks the bounds.
    public init(
      linesPerTurn: Int, hasIndex: Bool = false, timeout: TimeSpan = .milliseconds(100)
    ) throws(ConfigurationError) {
      guard (1...1_000_000).contains(linesPerTurn) else { throw .linesPerTurn(linesPerTurn) }
      guard timeout.nanoseconds > 0 else { throw .timeout(timeout) }
      self.linesPerTurn = linesPerTurn
      self.hasIndex = hasIndex
      self.timeout = timeout
    }
  }

  /// A configuration outside the bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Lines per revolution that no encoder has.
    case linesPerTurn(Int)
    /// A timeout that is none.
    case timeout(TimeSpan)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .linesPerTurn(let lines):
        "quadrature: \(lines) lines per revolution are outside 1...1000000; the encoder's name says them "
          + "(periods of A, not counts: counts are four times as many)"
      case .timeout(let timeout):
        "quadrature: a timeout of \(timeout.nanoseconds) ns is none; give the longest time between two "
          + "edges of a motion that is still one, such as 100 ms"
      }
    }
  }
}
