public import RobotHAL

extension AS5048B {
  /// Where an encoder is.
  public struct Configuration: Hashable, Sendable {
    /// 0x40...0x43 by its pins A2 and A1; elsewhere once its address was programmed.
    public let address: I2CAddress

    /// Checks the address.
    public init(address: I2CAddress = 0x40) throws(ConfigurationError) {
      guard !address.isReserved else { throw .address(address) }
      self.address = address
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address that no device may have.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "AS5048B: \(address) is outside 0x08...0x77; an AS5048B is at 0x40...0x43 by its pins A2 "
          + "and A1, or where it was programmed to"
      }
    }
  }
}
