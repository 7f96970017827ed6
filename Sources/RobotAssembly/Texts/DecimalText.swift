/// Decimal numbers for sentences, without Foundation.
enum DecimalText {
  /// `value` with at most `digits` digits behind the point.
  static func text(_ value: Double, digits: Int) -> String {
    guard abs(value) < 1e9 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded()
    return digits == 0 ? "\(Int(scaled))" : "\(scaled / scale)"
  }
}
