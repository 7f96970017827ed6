import RobotConfiguration

extension JSONValue {
  /// `count`; beyond the range of `Int` the greatest one.
  static func count(_ count: UInt64) -> JSONValue { .integer(Int(clamping: count)) }
}
