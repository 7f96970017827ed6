public import RobotHAL
public import RobotUnits

extension BMP280 {
  /// How many conversions make a measurement (osrs_p, osrs_t). The raw value is the field.
  public enum Oversampling: UInt8, Sendable, CaseIterable {
    case times1 = 1, times2, times4, times8, times16

    /// The conversions.
    var count: Int64 { 1 << Int64(rawValue - 1) }
  }

  /// The filter's coefficient (config.filter). The raw value is the field.
  public enum Filter: UInt8, Sendable, CaseIterable {
    case off, coefficient2, coefficient4, coefficient8, coefficient16
  }

  /// The pause between measurements (config.t_sb). The raw value is the field.
  public enum Standby: UInt8, Sendable, CaseIterable {
    case microseconds500, microseconds62500, milliseconds125, milliseconds250, milliseconds500
    case seconds1, seconds2, seconds4

    /// Its length, with the 25 % that the chip's oscillator may be slow (table 2).
    var longest: TimeSpan {
      let microseconds: Int64 = self == .microseconds500 ? 500 : 62_500 << (Int64(rawValue) - 1)
      return .microseconds(microseconds * 5 / 4)
    }
  }

  /// Where a sensor is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// 0x76 or 0x77, as SDO selects.
    public let address: I2CAddress
    /// From one measurement to the next, at most (section 3.8).
    public let period: TimeSpan

    /// The value of ctrl_meas.
    let controlRegister: UInt8
    /// The value of config.
    let configurationRegister: UInt8

    /// Checks the address.
    public init(
      address: I2CAddress, pressure: Oversampling = .times4, temperature: Oversampling = .times1,
      filter: Filter = .off, standby: Standby = .microseconds500
    ) throws(ConfigurationError) {
      guard address == 0x76 || address == 0x77 else { throw .address(address) }
      self.address = address
      controlRegister = temperature.rawValue << 5 | pressure.rawValue << 2 | Bits.normal
      configurationRegister = standby.rawValue << 5 | filter.rawValue << 2
      // Table 13: 1.25 ms, 2.3 ms a conversion, 0.575 ms between the two.
      let conversions = temperature.count + pressure.count
      period = .microseconds(1250 + 2300 * conversions + 575) + standby.longest
    }

    /// The least time between turns, so that each finds a new measurement.
    public var leastTurn: TimeSpan { period }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "BMP280: \(address) is neither 0x76 nor 0x77; use the one that SDO selects"
      }
    }
  }
}
