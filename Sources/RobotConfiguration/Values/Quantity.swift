/// Reads values such as `20 N.m/rad`, `400 kHz` or `0.5`.
enum Quantity {
  /// Why a text is not a value of a dimension.
  struct Failure: Error, Equatable {
    let problem: String
    let allowed: String
    let hint: String?
  }

  /// `text` in SI units. A bare number is in SI units already. Throws when it is no number, is not
  /// finite, or carries a unit that `dimension` does not know.
  static func parse(_ text: String, _ dimension: Dimension) throws(Failure) -> Double {
    let allowed = allowedText(dimension)
    guard let (number, rest) = DecimalNumber.prefix(of: text) else {
      let isNotFinite = [".inf", ".nan", "inf", "nan"].contains {
        text.lowercased().drop { $0 == "-" || $0 == "+" } == $0
      }
      throw Failure(
        problem: isNotFinite ? "\(text) is not finite" : "\"\(text)\" is not \(dimension.words)",
        allowed: allowed, hint: nil)
    }
    let unitText = String(rest.drop { $0 == " " })
    guard unitText.isEmpty || looksLikeUnit(unitText), !text.hasPrefix("0x") else {
      throw Failure(
        problem: "\"\(text)\" is not \(dimension.words)", allowed: allowed,
        hint: unitText.hasPrefix(",") ? "the decimal separator is a point" : nil)
    }
    var value = number
    if !unitText.isEmpty {
      guard let unit = dimension.units.first(where: { $0.spellings.contains(unitText) }) else {
        throw wrongUnit(
          unitText, in: text, number: text.dropLast(rest.count), dimension, allowed)
      }
      let scaled = DecimalNumber.prefix(of: text, exponent: unit.exponent)?.value ?? number
      value = scaled * unit.multiplier / unit.divisor
    }
    guard value.isFinite else {
      throw Failure(problem: "\(text) is not finite", allowed: allowed, hint: nil)
    }
    return value
  }

  /// The regular expression (ECMA-262) of every text that `parse` takes for `dimension`.
  static func pattern(_ dimension: Dimension) -> String {
    let spellings = dimension.units.flatMap(\.spellings).map(escaped)
    if spellings.isEmpty { return "^\(DecimalNumber.pattern) *$" }
    return "^\(DecimalNumber.pattern) *(?:\(spellings.joined(separator: "|")))?$"
  }

  private static func allowedText(_ dimension: Dimension) -> String {
    guard let first = dimension.units.first else { return "a number without unit" }
    return "a number in \(dimension.unitNames); without a unit it is in \(first.name)"
  }

  private static func looksLikeUnit(_ text: String) -> Bool {
    text.first.map { $0.isLetter || $0 == "°" || $0 == "%" } ?? false
  }

  private static func wrongUnit(
    _ unit: String, in text: String, number: Substring, _ dimension: Dimension, _ allowed: String
  ) -> Failure {
    guard !dimension.units.isEmpty else {
      return Failure(
        problem: "\"\(text)\" has a unit, but this is a pure number", allowed: allowed,
        hint: "write \(number)")
    }
    let sameLetters = dimension.units.first { candidate in
      candidate.spellings.contains { $0.lowercased() == unit.lowercased() }
    }
    if let sameLetters {
      return Failure(
        problem: "the unit \"\(unit)\" is unknown", allowed: allowed,
        hint: "units are case-sensitive: write \(number) \(sameLetters.name)")
    }
    let other = Dimension.allCases.first { candidate in
      candidate.units.contains { $0.spellings.contains(unit) }
    }
    guard let other else {
      return Failure(
        problem: "the unit \"\(unit)\" is unknown", allowed: allowed,
        hint: Suggestion.text(for: unit, among: dimension.units.map(\.name)))
    }
    return Failure(
      problem: "\(unit) is the unit of \(other.words), but this is \(dimension.words)",
      allowed: allowed, hint: nil)
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if ".*^()/".contains(character), character != "/" { result += "\\" }
      result.append(character)
    }
  }
}
