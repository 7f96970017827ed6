public import RobotHAL
import RobotUnits

extension LM75 {
  /// How many conversions in a row must pass the limit before OS changes (Conf.OS_F_QUE). One, the
  /// power-on setting, is missing: noise trips it, and a chip that lost its supply could not be told
  /// apart.
  public enum FaultQueue: UInt8, Sendable, CaseIterable {
    case conversions2 = 0x08
    case conversions4 = 0x10
    case conversions6 = 0x18
  }

  /// Where a sensor is and when its OS pin trips.
  public struct Configuration: Hashable, Sendable {
    /// 0x48...0x4F; a PCT2075 also at 0x28...0x2F, 0x35...0x37 and 0x70...0x77.
    public let address: I2CAddress
    /// OS goes low above it [°C].
    public let tripCelsius: Double
    /// OS is released below it [°C].
    public let releaseCelsius: Double
    /// How many conversions must agree.
    public let faultQueue: FaultQueue

    /// Checks address and limits (-55 ... 125 °C, rounded to 0.5 °C). The limits that are given by
    /// default are those of the chip's power-on.
    public init(
      address: I2CAddress = 0x48, tripCelsius: Double = 80, releaseCelsius: Double = 75,
      faultQueue: FaultQueue = .conversions2
    ) throws(ConfigurationError) {
      switch address.rawValue {
      case 0x28...0x2F, 0x35...0x37, 0x48...0x4F, 0x70...0x77: break
      default: throw .address(address)
      }
      guard -55 <= releaseCelsius, releaseCelsius < tripCelsius, tripCelsius <= 125 else {
        throw .limits(tripCelsius: tripCelsius, releaseCelsius: releaseCelsius)
      }
      self.address = address
      self.tripCelsius = tripCelsius
      self.releaseCelsius = releaseCelsius
      self.faultQueue = faultQueue
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
        "LM75: \(address) is not one of 0x48...0x4F (LM75A), 0x28...0x2F, 0x35...0x37, 0x70...0x77 "
          + "(PCT2075); use the address that A2...A0 select"
      case .limits(let trip, let release):
        "LM75: a trip at \(trip) degC with a release at \(release) degC is not within -55...125 degC "
          + "with the release below the trip; change one of them"
      }
    }
  }

  /// The longest time from power-on to the first temperature, and between temperatures: 0.1 s, and as
  /// much again for second sources.
  static let firstConversion = TimeSpan.milliseconds(200)
}
