public import RobotHAL
public import RobotUnits

extension INA226 {
  /// How many conversions make a reading (CONFIG.AVG, table 6).
  public enum Averaging: UInt16, Sendable, CaseIterable {
    case samples1, samples4, samples16, samples64, samples128, samples256, samples512, samples1024

    /// Their number.
    var count: Int64 {
      switch self {
      case .samples1: 1
      case .samples4: 4
      case .samples16: 16
      case .samples64: 64
      case .samples128: 128
      case .samples256: 256
      case .samples512: 512
      case .samples1024: 1024
      }
    }
  }

  /// How long a conversion takes (CONFIG.VBUSCT and VSHCT, tables 7 and 8).
  public enum ConversionTime: UInt16, Sendable, CaseIterable {
    case microseconds140, microseconds204, microseconds332, microseconds588, microseconds1100
    case microseconds2116, microseconds4156, microseconds8244

    /// The longest that the datasheet allows, a tenth above the typical time.
    var longest: TimeSpan {
      switch self {
      case .microseconds140: .microseconds(154)
      case .microseconds204: .microseconds(224)
      case .microseconds332: .microseconds(365)
      case .microseconds588: .microseconds(646)
      case .microseconds1100: .microseconds(1210)
      case .microseconds2116: .microseconds(2328)
      case .microseconds4156: .microseconds(4572)
      case .microseconds8244: .microseconds(9068)
      }
    }
  }

  /// Where a monitor is, what its shunt is and how it converts.
  public struct Configuration: Hashable, Sendable {
    /// 0x40...0x4F.
    public let address: I2CAddress
    /// The shunt [Ω].
    public let shuntOhms: Double
    /// How many conversions make a reading.
    public let averaging: Averaging
    /// How long each takes.
    public let conversionTime: ConversionTime
    /// The value of CALIBRATION; 0 where no largest current was given.
    public let calibration: UInt16
    /// The value of CONFIG: continuous conversion of shunt and bus.
    public let configurationRegister: UInt16

    /// Checks address, shunt and calibration.
    ///
    /// `maximumCurrent` sets the scale of the chip's own current and power registers and is needed
    /// for its power limit only. Its 15-bit calibration is refused when it does not fit, never
    /// truncated.
    public init(
      address: I2CAddress, shuntOhms: Double, maximumCurrent: Current? = nil,
      averaging: Averaging = .samples4, conversionTime: ConversionTime = .microseconds588
    ) throws(ConfigurationError) {
      guard (0x40...0x4F).contains(address.rawValue) else { throw .address(address) }
      guard shuntOhms > 0, shuntOhms <= 10 else { throw .shunt(ohms: shuntOhms) }
      self.address = address
      self.shuntOhms = shuntOhms
      self.averaging = averaging
      self.conversionTime = conversionTime
      if let maximumCurrent {
        calibration = try Self.calibration(maximumCurrent: maximumCurrent, shuntOhms: shuntOhms)
      } else {
        calibration = 0
      }
      configurationRegister =
        0x4000 | averaging.rawValue << 9 | conversionTime.rawValue << 6
        | conversionTime.rawValue << 3 | 0x0007
    }

    private static func calibration(maximumCurrent: Current, shuntOhms: Double)
      throws(ConfigurationError) -> UInt16
    {
      let amperes = maximumCurrent.amperes
      let range = fullScaleShuntVolts / shuntOhms
      guard amperes > 0, amperes <= range else {
        throw .maximumCurrent(maximumCurrent, range: Current(amperes: range))
      }
      guard let calibration = INA226.calibration(currentLSB: amperes / 32768, shuntOhms: shuntOhms)
      else { throw .calibration(maximumCurrent) }
      return calibration
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Not a shunt.
    case shunt(ohms: Double)
    /// More current than the shunt range can show, or none.
    case maximumCurrent(Current, range: Current)
    /// The calibration does not fit into its 15 bits.
    case calibration(Current)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "INA226: \(address) is outside 0x40...0x4F; use the address that A1 and A0 select"
      case .shunt(let ohms):
        "INA226: a shunt of \(ohms) Ohm is outside 0...10 Ohm; give the resistance between IN+ "
          + "and IN-"
      case .maximumCurrent(let current, let range):
        "INA226: a largest current of \(current.amperes) A is outside 0...\(range.amperes) A, "
          + "which 81.92 mV across this shunt are; use a smaller shunt or a smaller current"
      case .calibration(let current):
        "INA226: a largest current of \(current.amperes) A makes CALIBRATION exceed its 15 bits "
          + "(1...32767); use a larger current or a larger shunt"
      }
    }
  }
}
