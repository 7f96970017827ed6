/// The values that a number may have, in SI units.
struct NumberRange: Sendable {
  let lower: Double
  /// Whether `lower` itself is refused.
  let excludesLower: Bool
  let upper: Double

  /// `range` with both ends.
  init(_ range: ClosedRange<Double>) {
    lower = range.lowerBound
    upper = range.upperBound
    excludesLower = false
  }

  private init(above lower: Double, upTo upper: Double) {
    self.lower = lower
    self.upper = upper
    excludesLower = true
  }

  /// Greater than 0, at most `upper`.
  static func positive(upTo upper: Double) -> NumberRange { NumberRange(above: 0, upTo: upper) }

  func contains(_ value: Double) -> Bool {
    (excludesLower ? value > lower : value >= lower) && value <= upper
  }

  /// The range in words, in the SI unit of `dimension`.
  func text(_ dimension: Dimension) -> String {
    if lower == upper { return dimension.text(lower) }
    let upper = dimension.text(upper)
    return excludesLower
      ? "greater than \(DecimalNumber.text(lower)), at most \(upper)"
      : "\(lower == 0 ? "0" : dimension.text(lower)) to \(upper)"
  }
}
