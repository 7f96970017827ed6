extension Dimension {
  /// `text` in SI units, read as configuration files are: `40 deg`, `0.25 rad/s`; a bare number is in
  /// the SI unit already. Throws when it is no number, is not finite, or has a wrong unit.
  public func value(of text: String) throws(QuantityError) -> Double {
    do {
      return try Quantity.parse(text, self)
    } catch {
      throw QuantityError(problem: error.problem, allowed: error.allowed, hint: error.hint)
    }
  }
}

/// Why a text is not a value of a dimension.
public struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let problem: String
  /// What would be right.
  public let allowed: String
  /// What to do about it.
  public let hint: String?

  /// `problem; allowed: …; hint: …`
  public var description: String {
    "\(problem); allowed: \(allowed)" + (hint.map { "; hint: \($0)" } ?? "")
  }
}
