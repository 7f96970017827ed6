public import RobotHAL
public import RobotUnits

extension LSM6DSO {
  /// Where a sensor is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// 0x6A, or 0x6B with SA0 high.
    public let address: I2CAddress
    /// The range of the accelerometer.
    public let acceleration: AccelerationRange
    /// The range of the gyroscope.
    public let angularVelocity: AngularVelocityRange
    /// How often both measure: one of the chip's rates.
    public let rate: Frequency
    /// The value of ODR_XL and ODR_G.
    let rateCode: UInt8

    /// The rates of ODR_XL and ODR_G from 1 on (DS12140 sections 9.12 and 9.13) [Hz].
    static let rates: [Double] = [12.5, 26, 52, 104, 208, 417, 833, 1667, 3333, 6667]

    /// Checks address and rate.
    ///
    /// `rate` is at most 6667 Hz; the chip runs at the next of its rates (12.5, 26, 52, 104, 208, 417,
    /// 833, 1667, 3333, 6667 Hz) that is not slower.
    public init(
      address: I2CAddress = 0x6A, acceleration: AccelerationRange = .g4,
      angularVelocity: AngularVelocityRange = .dps500,
      rate: Frequency = Frequency(unchecked: 833)
    ) throws(ConfigurationError) {
      guard (0x6A...0x6B).contains(address.rawValue) else { throw .address(address) }
      guard let index = Self.rates.firstIndex(where: { $0 >= rate.hertz }) else {
        throw .rate(rate)
      }
      self.address = address
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
      self.rate = Frequency(unchecked: Self.rates[index])
      rateCode = UInt8(index + 1)
    }

    /// The value of CTRL1_XL.
    public var accelerometerRegister: UInt8 { rateCode << 4 | acceleration.rawValue << 2 }

    /// The value of CTRL2_G.
    public var gyroscopeRegister: UInt8 { rateCode << 4 | angularVelocity.rawValue << 1 }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Faster than the chip can.
    case rate(Frequency)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "LSM6DSO: \(address) is neither 0x6A (SA0 low) nor 0x6B (SA0 high); use the one that SA0 "
          + "selects"
      case .rate(let rate):
        "LSM6DSO: \(rate.hertz) Hz is above 6667 Hz; use a rate up to that"
      }
    }
  }
}

extension LSM6DSO.AccelerationRange: CaseIterable {
  public static var allCases: [Self] { [.g2, .g4, .g8, .g16] }

  /// The range of `g` times standard gravity; `nil` unless 2, 4, 8 or 16.
  public init?(g: Int) {
    guard let range = Self.allCases.first(where: { $0.g == g }) else { return nil }
    self = range
  }
}

extension LSM6DSO.AngularVelocityRange: CaseIterable {
  public static var allCases: [Self] { [.dps125, .dps250, .dps500, .dps1000, .dps2000] }

  /// The range of so many degrees per second; `nil` unless 125, 250, 500, 1000 or 2000.
  public init?(degreesPerSecond: Int) {
    guard let range = Self.allCases.first(where: { $0.degreesPerSecond == degreesPerSecond }) else {
      return nil
    }
    self = range
  }
}
