public import RobotHAL
public import RobotUnits

extension VL6180X {
  /// Where a sensor is and how often it ranges.
  public struct Configuration: Hashable, Sendable {
    /// 0x29. A sensor that was readdressed for one power cycle is not supported: put sensors that
    /// share a bus behind a mux.
    public let address: I2CAddress
    /// From one range to the next, 20 ms...2.55 s in steps of 10 ms.
    public let period: TimeSpan

    /// The value of SYSRANGE__INTERMEASUREMENT_PERIOD.
    let periodRegister: UInt8
    /// The value of SYSRANGE__MAX_CONVERGENCE_TIME [ms].
    let convergenceRegister: UInt8

    /// Checks address and period.
    public init(address: I2CAddress = 0x29, period: TimeSpan = .milliseconds(50))
      throws(ConfigurationError)
    {
      guard address == 0x29 else { throw .address(address) }
      let step: Int64 = 10_000_000
      let nanoseconds = period.nanoseconds
      guard (2 * step...255 * step).contains(nanoseconds), nanoseconds % step == 0 else {
        throw .period(period)
      }
      self.address = address
      self.period = period
      periodRegister = UInt8(nanoseconds / step - 1)
      // Datasheet, "Continuous mode limits": convergence + 5 ms fit into nine tenths of the period. 49 ms is the default.
      convergenceRegister = UInt8(min(nanoseconds / 1_000_000 * 9 / 10 - 5, 49))
    }

    /// The least time between turns, so that each finds a new range.
    public var leastTurn: TimeSpan { period }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not the address of this chip.
    case address(I2CAddress)
    /// Not a period of this chip.
    case period(TimeSpan)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "VL6180X: \(address) is not 0x29, the only address after power-on; put several sensors "
          + "behind a mux"
      case .period(let period):
        "VL6180X: a period of \(period.microseconds / 1000) ms is not 20...2550 ms in steps of "
          + "10 ms; use 50 ms for a hand, 20 ms for targets within 100 mm"
      }
    }
  }
}
