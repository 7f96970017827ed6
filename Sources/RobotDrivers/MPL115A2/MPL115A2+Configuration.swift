public import RobotHAL
public import RobotUnits

extension MPL115A2 {
  /// Where a sensor is.
  public struct Configuration: Hashable, Sendable {
    /// 0x60.
    public let address: I2CAddress

    /// Checks the address.
    public init(address: I2CAddress = 0x60) throws(ConfigurationError) {
      guard address == 0x60 else { throw .address(address) }
      self.address = address
    }

    /// The least time between turns: a conversion takes 3 ms at most (table 2).
    public var leastTurn: TimeSpan { conversionTime }
  }

  /// The longest conversion.
  static let conversionTime = TimeSpan.milliseconds(3)

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not the address of this chip.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "MPL115A2: \(address) is not 0x60, its only address; put several sensors behind a mux"
      }
    }
  }
}
