import RobotConfiguration

extension JSONValue {
  /// `count`; beyond the range of `Int` the greatest one.
  static func count(_ count: UInt64) -> JSONValue { .integer(Int(clamping: count)) }

  /// `value`, or `null`.
  static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}

extension JSONValue {
  /// `text`, or `null`.
  static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
}
