public import RobotHAL
public import RobotUnits

extension MPU6050 {
  /// The low-pass filter of both sensors, by the accelerometer's bandwidth (RM-MPU-6000A-00 register
  /// 26).
  public enum Bandwidth: UInt8, Sendable, CaseIterable {
    /// Delay 2 ms.
    case hertz184 = 1
    /// Delay 3 ms.
    case hertz94 = 2
    /// Delay 4.9 ms.
    case hertz44 = 3
    /// Delay 8.5 ms.
    case hertz21 = 4
    /// Delay 13.8 ms.
    case hertz10 = 5
    /// Delay 19 ms.
    case hertz5 = 6
  }

  /// Where a sensor is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// 0x68, or 0x69 with AD0 high.
    public let address: I2CAddress
    /// The range of the accelerometer.
    public let acceleration: InvenSenseRanges.Acceleration
    /// The range of the gyroscope.
    public let angularVelocity: InvenSenseRanges.AngularVelocity
    /// The low-pass filter.
    public let bandwidth: Bandwidth
    /// The value of SMPLRT_DIV.
    public let sampleRateDivider: UInt8

    /// Checks address and rate.
    ///
    /// `rate` is 3.90625...1000 Hz; the chip runs at the next of its rates that is not slower.
    public init(
      address: I2CAddress = 0x68, acceleration: InvenSenseRanges.Acceleration = .g4,
      angularVelocity: InvenSenseRanges.AngularVelocity = .dps500,
      bandwidth: Bandwidth = .hertz184, rate: Frequency = Frequency(unchecked: 1000)
    ) throws(ConfigurationError) {
      guard (0x68...0x69).contains(address.rawValue) else { throw .address(address) }
      guard (3.90625...1000).contains(rate.hertz) else { throw .rate(rate) }
      self.address = address
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
      self.bandwidth = bandwidth
      sampleRateDivider = UInt8(Int(1000 / rate.hertz) - 1)
    }

    /// How often the chip measures.
    public var rate: Frequency { Frequency(unchecked: 1000 / (1 + Double(sampleRateDivider))) }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Faster or slower than the chip can.
    case rate(Frequency)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "MPU6050: \(address) is neither 0x68 (AD0 low) nor 0x69 (AD0 high); use the one that AD0 "
          + "selects"
      case .rate(let rate):
        "MPU6050: \(rate.hertz) Hz is outside 3.90625...1000 Hz; use a rate within"
      }
    }
  }
}
