public import RobotHAL
public import RobotUnits

extension INA219 {
  /// The largest shunt voltage (PG, table 4).
  public enum ShuntRange: UInt16, Sendable, CaseIterable {
    case millivolts40, millivolts80, millivolts160, millivolts320

    /// The largest count, 10 µV each.
    public var counts: Int { 4000 << Int(rawValue) }
  }

  /// The largest bus voltage (BRNG).
  public enum BusRange: UInt16, Sendable, CaseIterable {
    case volts16, volts32

    /// The largest count, 4 mV each.
    public var counts: Int { 4000 << Int(rawValue) }
  }

  /// Resolution, or the number of twelve-bit conversions that make a reading (BADC and SADC, table 5).
  ///
  /// One twelve-bit conversion is written as 1000 and not as 0011, which means the same: so CONFIGURATION
  /// never has its power-on value, 0x399F, and a chip that lost its supply is told apart.
  public enum Sampling: UInt16, Sendable, CaseIterable {
    case bits9 = 0x0
    case bits10 = 0x1
    case bits11 = 0x2
    case bits12 = 0x8
    case samples2 = 0x9
    case samples4 = 0xA
    case samples8 = 0xB
    case samples16 = 0xC
    case samples32 = 0xD
    case samples64 = 0xE
    case samples128 = 0xF

    /// How long one of the two readings takes at most: a tenth above the typical 84 µs ... 68.1 ms.
    public var longest: TimeSpan {
      switch self {
      case .bits9: .microseconds(93)
      case .bits10: .microseconds(163)
      case .bits11: .microseconds(304)
      default: .microseconds(586) * (1 << Int64(rawValue - Self.bits12.rawValue))
      }
    }
  }

  /// Where a monitor is, what its shunt is and how it converts.
  public struct Configuration: Hashable, Sendable {
    /// 0x40...0x4F.
    public let address: I2CAddress
    /// The shunt [Ω].
    public let shuntOhms: Double
    /// The largest shunt voltage.
    public let shuntRange: ShuntRange
    /// The largest bus voltage.
    public let busRange: BusRange
    /// How shunt and bus are sampled.
    public let sampling: Sampling

    /// Checks address and shunt.
    public init(
      address: I2CAddress, shuntOhms: Double, shuntRange: ShuntRange = .millivolts320,
      busRange: BusRange = .volts32, sampling: Sampling = .samples4
    ) throws(ConfigurationError) {
      guard (0x40...0x4F).contains(address.rawValue) else { throw .address(address) }
      guard shuntOhms > 0, shuntOhms <= 10 else { throw .shunt(ohms: shuntOhms) }
      self.address = address
      self.shuntOhms = shuntOhms
      self.shuntRange = shuntRange
      self.busRange = busRange
      self.sampling = sampling
    }

    /// The value of CONFIGURATION: continuous conversion of shunt and bus.
    public var configurationRegister: UInt16 {
      busRange.rawValue << 13 | shuntRange.rawValue << 11 | sampling.rawValue << 7
        | sampling.rawValue << 3 | 0x0007
    }

    /// The largest current that the range can show [A].
    public var fullScaleAmperes: Double {
      INA219.shuntVolts(counts: Int16(shuntRange.counts)) / shuntOhms
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Not a shunt.
    case shunt(ohms: Double)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "INA219: \(address) is outside 0x40...0x4F; use the address that A1 and A0 select"
      case .shunt(let ohms):
        "INA219: a shunt of \(ohms) Ohm is outside 0...10 Ohm; give the resistance between IN+ "
          + "and IN-"
      }
    }
  }
}
