import Glibc
import RobotUnits

/// Numbers for people.
enum Figures {
  /// `value` with `digits` decimals; "–" when there is none.
  static func fixed(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let scale = pow(10, Double(digits))
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 1e15 else { return "\(value)" }
    let number = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return sign + padded }
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// A time in microseconds: `12.3`.
  static func microseconds(_ span: TimeSpan) -> String { fixed(span.microseconds, 1) }

  /// `0.405` as `40.5 %`.
  static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }
}
