public import RobotHAL
public import RobotUnits

extension TMP102 {
  /// How often the chip converts (CONFIGURATION.CR).
  public enum Rate: UInt16, Sendable, CaseIterable {
    case quarterHertz = 0x0000
    case hertz1 = 0x0040
    case hertz4 = 0x0080
    case hertz8 = 0x00C0

    /// The time between two conversions.
    public var period: TimeSpan {
      switch self {
      case .quarterHertz: .milliseconds(4000)
      case .hertz1: .milliseconds(1000)
      case .hertz4: .milliseconds(250)
      case .hertz8: .milliseconds(125)
      }
    }
  }

  /// Where a sensor is, how often it converts and when its ALERT pin trips.
  public struct Configuration: Hashable, Sendable {
    /// 0x48...0x4B.
    public let address: I2CAddress
    /// ALERT goes low at or above it [°C].
    public let tripCelsius: Double
    /// ALERT is released below it [°C].
    public let releaseCelsius: Double
    /// How often the chip converts.
    public let rate: Rate

    /// Checks address and limits (-55 ... 150 °C, rounded to 0.0625 °C). The limits that are given by
    /// default are those of the chip's power-on.
    public init(
      address: I2CAddress = 0x48, tripCelsius: Double = 80, releaseCelsius: Double = 75,
      rate: Rate = .hertz8
    ) throws(ConfigurationError) {
      guard (0x48...0x4B).contains(address.rawValue) else { throw .address(address) }
      guard -55 <= releaseCelsius, releaseCelsius < tripCelsius, tripCelsius <= 150 else {
        throw .limits(tripCelsius: tripCelsius, releaseCelsius: releaseCelsius)
      }
      self.address = address
      self.tripCelsius = tripCelsius
      self.releaseCelsius = releaseCelsius
      self.rate = rate
    }

    /// The value of CONFIGURATION: continuous, extended mode, comparator, ALERT active low after two
    /// conversions.
    public var configurationRegister: UInt16 {
      ConfigurationBits.fixedValue | 0x0800 | rate.rawValue | ConfigurationBits.extended
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Limits that the chip cannot have.
    case limits(tripCelsius: Double, releaseCelsius: Double)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "TMP102: \(address) is outside 0x48...0x4B; use the address that ADD0 selects"
      case .limits(let trip, let release):
        "TMP102: a trip at \(trip) degC with a release at \(release) degC is not within "
          + "-55...150 degC with the release below the trip; change one of them"
      }
    }
  }
}
