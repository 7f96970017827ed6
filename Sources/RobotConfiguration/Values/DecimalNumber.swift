import Glibc

/// Decimal numbers as YAML and JSON write them: `-1`, `.5`, `4.`, `2.5e-3`.
enum DecimalNumber {
  /// The number at the start of `text` times ten to the power of `exponent`, and what follows it;
  /// `nil` when there is none. Rounded once, so that `6.73` with exponent -3 is 0.00673. Infinite
  /// when it does not fit.
  static func prefix(
    of text: String, exponent shift: Int = 0
  ) -> (value: Double, rest: Substring)? {
    let bytes = text.utf8
    var end = bytes.startIndex
    func isDigit(_ index: String.Index) -> Bool {
      index < bytes.endIndex && (48...57).contains(bytes[index])
    }
    func skipDigits(from start: String.Index) -> String.Index {
      var index = start
      while isDigit(index) { index = bytes.index(after: index) }
      return index
    }
    if end < bytes.endIndex, bytes[end] == 43 || bytes[end] == 45 { end = bytes.index(after: end) }
    let whole = end
    end = skipDigits(from: end)
    var digits = bytes.distance(from: whole, to: end)
    if end < bytes.endIndex, bytes[end] == 46 {
      let fraction = bytes.index(after: end)
      let fractionEnd = skipDigits(from: fraction)
      digits += bytes.distance(from: fraction, to: fractionEnd)
      end = fractionEnd
    }
    guard digits > 0 else { return nil }
    let mantissa = text[..<end]
    var written = 0
    if end < bytes.endIndex, bytes[end] | 32 == 101 {
      var exponent = bytes.index(after: end)
      if exponent < bytes.endIndex, bytes[exponent] == 43 || bytes[exponent] == 45 {
        exponent = bytes.index(after: exponent)
      }
      if isDigit(exponent) {
        let first = bytes.index(after: end)
        end = skipDigits(from: exponent)
        // A number with an exponent of more digits than Int has is 0 or infinite with any shift.
        written = Int(text[first..<end]) ?? (text[first] == "-" ? -100_000 : 100_000)
      }
    }
    let power = min(max(written, -100_000), 100_000) + shift
    return Double("\(mantissa)e\(power)").map { ($0, text[end...]) }
  }

  /// The regular expression (ECMA-262) of what `prefix` takes.
  static let pattern = "[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?"

  /// `value` with six significant digits, for messages.
  static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let scale = pow(10, 5 - floor(log10(abs(value))))
    let rounded = (value * scale).rounded() / scale
    return rounded.isFinite ? rounded : value
  }

  /// `value` without a needless fraction: `500`, `0.5`, `1e-06`.
  static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
