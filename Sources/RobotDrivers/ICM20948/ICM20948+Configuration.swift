public import RobotHAL
public import RobotUnits

extension ICM20948 {
  /// The low-pass filters, by the bandwidth of gyroscope and accelerometer (DS-000189, GYRO_CONFIG_1 and ACCEL_CONFIG);
  /// the value is DLPFCFG of both.
  public enum Bandwidth: UInt8, Sendable, CaseIterable {
    /// 151.8 Hz and 246.0 Hz.
    case hertz152 = 1
    /// 119.5 Hz and 111.4 Hz.
    case hertz120 = 2
    /// 51.2 Hz and 50.4 Hz.
    case hertz51 = 3
    /// 23.9 Hz both.
    case hertz24 = 4
    /// 11.6 Hz and 11.5 Hz.
    case hertz12 = 5
    /// 5.7 Hz both.
    case hertz6 = 6
    /// 361.4 Hz and 473 Hz.
    case hertz361 = 7
  }

  /// Where a sensor is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// 0x69, or 0x68 with AD0 low.
    public let address: I2CAddress
    /// The range of the accelerometer.
    public let acceleration: InvenSenseRanges.Acceleration
    /// The range of the gyroscope.
    public let angularVelocity: InvenSenseRanges.AngularVelocity
    /// The low-pass filters.
    public let bandwidth: Bandwidth
    /// Whether the auxiliary master reads the magnetometer.
    public let hasMagnetometer: Bool
    /// The value of GYRO_SMPLRT_DIV and ACCEL_SMPLRT_DIV.
    public let rateDivider: UInt8

    /// Checks address and rate.
    ///
    /// `rate` is 4.296875...1100 Hz, of the gyroscope; the chip runs at the next of its rates that is
    /// not slower, its accelerometer 2 % faster. The magnetometer measures at 100 Hz.
    public init(
      address: I2CAddress = 0x69, acceleration: InvenSenseRanges.Acceleration = .g4,
      angularVelocity: InvenSenseRanges.AngularVelocity = .dps500,
      bandwidth: Bandwidth = .hertz152, rate: Frequency = Frequency(unchecked: 1100),
      hasMagnetometer: Bool = true
    ) throws(ConfigurationError) {
      guard (0x68...0x69).contains(address.rawValue) else { throw .address(address) }
      guard (4.296875...1100).contains(rate.hertz) else { throw .rate(rate) }
      self.address = address
      self.acceleration = acceleration
      self.angularVelocity = angularVelocity
      self.bandwidth = bandwidth
      self.hasMagnetometer = hasMagnetometer
      rateDivider = UInt8(Int(1100 / rate.hertz) - 1)
    }

    /// How often the gyroscope measures.
    public var rate: Frequency { Frequency(unchecked: 1100 / (1 + Double(rateDivider))) }

    /// The value of GYRO_CONFIG_1: filter, range, filter on.
    var gyroRegister: UInt8 { bandwidth.rawValue << 3 | angularVelocity.rawValue << 1 | 1 }

    /// The value of ACCEL_CONFIG.
    var accelerometerRegister: UInt8 { bandwidth.rawValue << 3 | acceleration.rawValue << 1 | 1 }

    /// I2C_SLV4_DLY: the magnetometer is read in every sample but so many, slower than it measures, so
    /// that a reading that is not new is a magnetometer that stands still.
    var magnetometerDelay: UInt8 { UInt8(rate.hertz / 90) }

    /// The value of USER_CTRL.
    var userControl: UInt8 { hasMagnetometer ? Bits.masterEnable : 0 }
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
        "ICM20948: \(address) is neither 0x69 (AD0 high) nor 0x68 (AD0 low); use the one that AD0 "
          + "selects"
      case .rate(let rate):
        "ICM20948: \(rate.hertz) Hz is outside 4.296875...1100 Hz; use a rate within"
      }
    }
  }
}
