/// What a figure is held to.
public struct Bar: Sendable {
  /// What is compared with the limit.
  public enum Measure: Sendable {
    /// Median over the rounds of the figure of `contestant` divided by that of `other`, round by round.
    case ratio(figure: String, of: String, to: String)
    /// Least value of the figure of `of` over the rounds, divided by that of `to`: what is left when
    /// the machine disturbs neither.
    case ratioOfBest(figure: String, of: String, to: String)
    /// Least value of the figure over the rounds.
    case best(figure: String, of: String)
    /// Median of the figure over the rounds.
    case median(figure: String, of: String)
    /// Greatest value of the figure over the rounds.
    case worst(figure: String, of: String)
    /// Greatest best value of the figure among `of`, divided by the least one, less 1.
    case unevenness(figure: String, of: [String])
  }

  /// What is compared with the limit.
  public let measure: Measure
  /// The greatest value that meets the bar.
  public let atMost: Double

  /// A bar.
  public init(_ measure: Measure, atMost: Double) {
    self.measure = measure
    self.atMost = atMost
  }
}
