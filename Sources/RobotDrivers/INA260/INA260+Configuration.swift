public import RobotHAL

extension INA260 {
  /// How many conversions make a reading (AVG, table 6), as in an INA226.
  public typealias Averaging = INA226.Averaging
  /// How long a conversion takes (VBUSCT and ISHCT, tables 7 and 8), as in an INA226.
  public typealias ConversionTime = INA226.ConversionTime

  /// Where a monitor is and how it converts.
  public struct Configuration: Hashable, Sendable {
    /// 0x40...0x4F.
    public let address: I2CAddress
    /// How many conversions make a reading.
    public let averaging: Averaging
    /// How long each takes.
    public let conversionTime: ConversionTime

    /// Checks the address, and that the settings are not those of power-on.
    public init(
      address: I2CAddress, averaging: Averaging = .samples4,
      conversionTime: ConversionTime = .microseconds588
    ) throws(ConfigurationError) {
      guard (0x40...0x4F).contains(address.rawValue) else { throw .address(address) }
      self.address = address
      self.averaging = averaging
      self.conversionTime = conversionTime
      guard configurationRegister != INA260.powerOnConfiguration else { throw .powerOnSettings }
    }

    /// The value of CONFIGURATION: continuous conversion of current and bus.
    public var configurationRegister: UInt16 {
      0x6000 | averaging.rawValue << 9 | conversionTime.rawValue << 6
        | conversionTime.rawValue << 3 | 0x0007
    }
  }

  /// CONFIGURATION after power-on and after a reset.
  static let powerOnConfiguration: UInt16 = 0x6127

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// The settings that the chip has after power-on.
    case powerOnSettings

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "INA260: \(address) is outside 0x40...0x4F; use the address that A1 and A0 select"
      case .powerOnSettings:
        "INA260: one sample of 1100 us is what the chip has after power-on, so that a loss of its "
          + "supply could not be seen; use another conversion time or more samples"
      }
    }
  }
}
