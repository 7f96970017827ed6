public import RobotHAL

extension AS5600 {
  /// The slow filter: settling time against noise. Source: ams AS5600 v1-06, "Step Response and
  /// Filter Settings".
  public enum SlowFilter: Sendable, CaseIterable {
    /// 2.2 ms, 0.015° RMS; the chip's default.
    case times16
    /// 1.1 ms, 0.021° RMS.
    case times8
    /// 0.55 ms, 0.030° RMS.
    case times4
    /// 0.286 ms, 0.043° RMS: for control loops.
    case times2

    /// SF in its place in CONF.
    var bits: UInt16 {
      @_noAllocation @_noLocks
      get {
        switch self {
        case .times16: 0x0000
        case .times8: 0x0100
        case .times4: 0x0200
        case .times2: 0x0300
        }
      }
    }
  }

  /// Where an encoder is and how it filters.
  public struct Configuration: Hashable, Sendable {
    /// 0x36; an AS5600L is at 0x40 or where it was programmed to.
    public let address: I2CAddress
    /// The slow filter.
    public let slowFilter: SlowFilter

    /// Checks the address.
    public init(address: I2CAddress = 0x36, slowFilter: SlowFilter = .times2)
      throws(ConfigurationError)
    {
      guard !address.isReserved else { throw .address(address) }
      self.address = address
      self.slowFilter = slowFilter
    }

    /// The driver's bits of CONF: everything but the slow filter is zero.
    var bits: UInt16 { slowFilter.bits }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address that no device may have.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "AS5600: \(address) is outside 0x08...0x77; an AS5600 is at 0x36, an AS5600L at 0x40 or "
          + "where it was programmed to"
      }
    }
  }
}
