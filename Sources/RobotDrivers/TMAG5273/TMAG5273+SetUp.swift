public import RobotHAL
public import RobotUnits

extension TMAG5273: ByteRegisterChip {
  /// The registers this driver uses. Source: SLYS045, register map.
  public enum Register: UInt8, Sendable {
    case deviceConfiguration2 = 0x01, sensorConfiguration1, sensorConfiguration2
    case manufacturerLow = 0x0E, manufacturerHigh
    case conversionStatus = 0x18
  }

  public static let name = "TMAG5273"
  /// "TI".
  public static let identityRegisters: [(Register, UInt8)] = [
    (.manufacturerLow, 0x49), (.manufacturerHigh, 0x54),
  ]
  public static let identityAdvice = "0x44 is also an address of INA226 and INA219: check the part"
  /// Continuous conversion; X and Y; the angle of X and Y, ±40 mT (A1) or ±133 mT (A2).
  public static let settings: [(Register, UInt8)] = [
    (.deviceConfiguration2, 0x02), (.sensorConfiguration1, 0x30), (.sensorConfiguration2, 0x04),
  ]
  /// The slowest single conversion of two channels takes less.
  public static let startTime = TimeSpan.milliseconds(1)

  /// Status and angle in one burst, so that they belong together.
  public static func sample(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.conversionStatus.rawValue], replyCount: 3)
  }
}
