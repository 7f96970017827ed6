/// A 7-bit I2C device address, right aligned (0x36, never 0x6C). Source: NXP UM10204 section 3.1.10.
public struct I2CAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The address, 0x00...0x7F.
  public let rawValue: UInt8

  /// The address `rawValue`; `nil` above 0x7F.
  public init?(_ rawValue: UInt8) {
    guard rawValue <= 0x7F else { return nil }
    self.rawValue = rawValue
  }

  /// Whether UM10204 section 3.1.12 reserves the address (0x00...0x07 and 0x78...0x7F).
  public var isReserved: Bool { rawValue < 0x08 || rawValue > 0x77 }

  public static func < (left: I2CAddress, right: I2CAddress) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension I2CAddress: CustomStringConvertible {
  /// `0x36`
  public var description: String {
    let digits = String(rawValue, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}

extension I2CAddress: ExpressibleByIntegerLiteral {
  /// For literals only; a literal above 0x7F is a programmer error and traps.
  public init(integerLiteral value: UInt8) {
    precondition(value <= 0x7F, "a 7-bit address, not the 8-bit form with the read bit")
    rawValue = value
  }
}
