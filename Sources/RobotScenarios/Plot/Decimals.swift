/// Numbers as reports show them.
public enum Decimals {
  /// `value` with so many decimal places, 1...6.
  public static func text(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    let scale = (0..<places).reduce(1) { product, _ in product * 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let digits = "\(scaled.magnitude % scale.magnitude)"
    let zeros = String(repeating: "0", count: places - digits.count)
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / scale.magnitude).\(zeros)\(digits)"
  }
}
