/// The number of a servo on a serial servo bus.
public struct ServoID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The number, 0...253.
  public let rawValue: UInt8

  /// The number `rawValue`; `nil` above 253. 254 is everybody, 255 begins a frame.
  public init?(_ rawValue: UInt8) {
    guard rawValue <= 253 else { return nil }
    self.rawValue = rawValue
  }

  @_noAllocation @_noLocks
  init(unchecked rawValue: UInt8) { self.rawValue = rawValue }

  public static func < (left: ServoID, right: ServoID) -> Bool { left.rawValue < right.rawValue }
}

extension ServoID: ExpressibleByIntegerLiteral {
  /// For literals only; a literal above 253 is a programmer error and traps.
  public init(integerLiteral value: UInt8) {
    precondition(value <= 253, "a servo is 0...253")
    rawValue = value
  }
}
