public import RobotHAL

extension TCA9548A {
  /// Where a switch is.
  public struct Configuration: Hashable, Sendable {
    /// 0x70...0x77.
    public let address: I2CAddress

    /// Checks the address. At 0x70 a PCA9685 that still answers its all-call address takes the
    /// control byte too; that is for the one who knows the whole bus to refuse.
    public init(address: I2CAddress) throws(ConfigurationError) {
      guard (0x70...0x77).contains(address.rawValue) else { throw .address(address) }
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
        "TCA9548A: \(address) is outside 0x70...0x77; use the address that A2, A1, A0 select"
      }
    }
  }
}
