public import RobotHAL

extension DRV8830 {
  /// Where a bridge is.
  public struct Configuration: Hashable, Sendable {
    /// 0x60...0x68, as A1 and A0 select: each high, low or open.
    public let address: I2CAddress

    /// Checks the address.
    public init(address: I2CAddress = 0x60) throws(ConfigurationError) {
      guard (0x60...0x68).contains(address.rawValue) else { throw .address(address) }
      self.address = address
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "DRV8830: \(address) is outside 0x60...0x68; use the address that A1 and A0 select"
      }
    }
  }
}
