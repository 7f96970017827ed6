/// Numbers in ascending order.
public struct Sorted: Sendable {
  /// Ascending.
  public let values: [Double]

  /// Sorts `values`, of which there is at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no values, no statistics")
    self.values = values.sorted()
  }

  /// The value below which the part `q` (0...1) of the values lies, interpolated between neighbours
  /// (Hyndman and Fan 1996, definition 7).
  public func quantile(_ q: Double) -> Double {
    let position = q * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return values[below] + (position - Double(below)) * (values[above] - values[below])
  }

  /// The middle value.
  public var median: Double { quantile(0.5) }
}

/// What the rounds of one figure come to.
public struct Summary: Equatable, Sendable {
  /// Least value.
  public let min: Double
  /// Middle value.
  public let median: Double
  /// Greatest value.
  public let max: Double
  /// First and third quartile: half of the rounds lie between them.
  public let quartiles: [Double]

  /// The summary of `values`, of which there is at least one.
  public init(_ values: [Double]) {
    let sorted = Sorted(values)
    min = sorted.quantile(0)
    median = sorted.median
    max = sorted.quantile(1)
    quartiles = [sorted.quantile(0.25), sorted.quantile(0.75)]
  }

  /// The summary of `numerators[i] / denominators[i]`: each round is compared with itself, so that
  /// what the machine did to both cancels.
  public static func ratios(_ numerators: [Double], to denominators: [Double]) -> Summary {
    precondition(numerators.count == denominators.count, "a ratio needs both of its sides")
    return Summary(zip(numerators, denominators).map(/))
  }
}
