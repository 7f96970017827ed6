/// A number of a robot file that takes several values: `joints.elbow.control.kp=20..80 N.m/rad:4`.
public struct Variation: Hashable, Sendable {
  /// The keys from the top of the file, as of a `KeyChange`.
  public let keyPath: String
  /// From the least value to the greatest, in `unit`.
  public let range: ClosedRange<Double>
  /// As the file writes it; empty: the SI unit.
  public let unit: String
  /// How many values, both ends included; `nil`: any between them.
  public let count: Int?
  /// As a person wrote it.
  public let text: String

  /// What `text` says: `KEYS=LOW..HIGH`, then a unit, then `:` and how many values. Throws what is wrong with it.
  public init(_ text: String) throws(QuantityError) {
    self.text = text
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw Self.error("it names no key")
    }
    keyPath = String(text[..<equals])
    var values = text[text.index(after: equals)...]
    var count: Int?
    if let colon = values.lastIndex(of: ":") {
      guard let number = Int(values[values.index(after: colon)...]),
        (2...Self.most).contains(number)
      else { throw Self.error("there are 2 to \(Self.most) values after the colon") }
      count = number
      values = values[..<colon]
    }
    self.count = count
    guard let dots = values.firstRange(of: "..") else { throw Self.error("it has no ..") }
    guard let low = DecimalNumber.prefix(of: String(values[..<dots.lowerBound])),
      let high = DecimalNumber.prefix(of: String(values[dots.upperBound...]))
    else { throw Self.error("LOW or HIGH is no number") }
    unit = String(high.rest.drop { $0 == " " })
    let lowUnit = low.rest.drop { $0 == " " }
    guard lowUnit.isEmpty || lowUnit == unit else {
      throw Self.error("LOW and HIGH have different units, \(lowUnit) and \(unit)")
    }
    guard low.value.isFinite, high.value.isFinite, low.value < high.value else {
      throw Self.error("LOW is not below HIGH")
    }
    range = low.value...high.value
  }

  /// The most values of one key.
  private static let most = 10_000

  private static func error(_ problem: String) -> QuantityError {
    QuantityError(
      problem: problem, allowed: "KEYS=LOW..HIGH, with a unit and :COUNT where wanted",
      hint: "for example joints.elbow.control.kp=20..80 N.m/rad:4")
  }

  /// The change to the value at `share`, 0...1, of the way from the least to the greatest, with six digits.
  public func change(at share: Double) -> KeyChange {
    let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
    let number = DecimalNumber.text(DecimalNumber.rounded(value))
    return KeyChange(keyPath: keyPath, value: unit.isEmpty ? number : "\(number) \(unit)")
  }
}
