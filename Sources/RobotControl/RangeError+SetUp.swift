/// A number of a law's configuration with which the law cannot work.
public struct RangeError: Error, Hashable, CustomStringConvertible {
  /// The field of the configuration.
  public let field: String
  /// What it holds.
  public let value: Double
  /// What it may hold, in words.
  public let allowed: String

  /// What is wrong.
  public var description: String { "\(field) is \(value)" }

  static func require(
    _ field: String, _ value: Double, above least: Double
  ) throws(RangeError) {
    guard value.isFinite, value > least else {
      throw RangeError(field: field, value: value, allowed: "a finite number above \(least)")
    }
  }

  static func require(
    _ field: String, _ value: Double, atLeast least: Double
  ) throws(RangeError) {
    guard value.isFinite, value >= least else {
      throw RangeError(
        field: field, value: value, allowed: "a finite number of at least \(least)")
    }
  }
}
