public import RobotHAL

extension MT6701 {
  /// Where an encoder is.
  public struct Configuration: Hashable, Sendable {
    /// 0x06, or 0x46 where the EEPROM says so.
    public let address: I2CAddress

    /// Checks the address. 0x06 is among those that UM10204 reserves, and is the chip's all the same.
    public init(address: I2CAddress = 0x06) throws(ConfigurationError) {
      guard address == 0x06 || address == 0x46 else { throw .address(address) }
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
        "MT6701: \(address) is neither 0x06 nor 0x46; use 0x06 unless the chip's EEPROM was "
          + "programmed for 0x46 (a scan of 0x08...0x77 does not show 0x06)"
      }
    }
  }
}
