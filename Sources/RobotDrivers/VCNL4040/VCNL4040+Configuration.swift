public import RobotHAL
public import RobotUnits

extension VCNL4040 {
  /// The current of the infrared LED (PS_MS.LED_I). The raw value is the field.
  public enum LEDCurrent: UInt16, Sendable, CaseIterable {
    case milliamperes50, milliamperes75, milliamperes100, milliamperes120, milliamperes140
    case milliamperes160, milliamperes180, milliamperes200
  }

  /// How long the LED pulses (PS_CONF1.PS_IT), in units of T = 125 µs. The raw value is the field.
  public enum Integration: UInt16, Sendable, CaseIterable {
    case times1, times1Half, times2, times2Half, times3, times3Half, times4, times8

    /// Half units of T.
    var halves: Int64 { self == .times8 ? 16 : Int64(rawValue) + 2 }
  }

  /// Pulse over period of the LED (PS_CONF1.PS_Duty). The raw value is the field.
  public enum Duty: UInt16, Sendable, CaseIterable {
    case over40, over80, over160, over320

    var divisor: Int64 { 40 << Int64(rawValue) }
  }

  /// How long the ambient light is integrated (ALS_CONF.ALS_IT); each doubling halves the step of
  /// 0.1 lx and the range of 6553.5 lx. The raw value is the field.
  public enum AmbientIntegration: UInt16, Sendable, CaseIterable {
    case milliseconds80, milliseconds160, milliseconds320, milliseconds640

    var time: TimeSpan { .milliseconds(80 << Int64(rawValue)) }
  }

  /// How a sensor measures. Its address is fixed.
  public struct Configuration: Hashable, Sendable {
    /// 0x60.
    public let address: I2CAddress
    /// The integration of the ambient light; nil where it is not measured.
    public let ambient: AmbientIntegration?

    /// The value of PS_CONF1 and PS_CONF2.
    let proximityRegister: UInt16
    /// The value of PS_CONF3 and PS_MS.
    let modeRegister: UInt16
    /// The value of ALS_CONF.
    let ambientRegister: UInt16
    /// From one proximity measurement to the next: the pulse over its duty.
    public let period: TimeSpan

    /// Checks the address.
    public init(
      address: I2CAddress = 0x60, ledCurrent: LEDCurrent = .milliamperes200,
      integration: Integration = .times2, duty: Duty = .over40,
      ambient: AmbientIntegration? = nil
    ) throws(ConfigurationError) {
      guard address == 0x60 else { throw .address(address) }
      self.address = address
      self.ambient = ambient
      proximityRegister = duty.rawValue << 6 | integration.rawValue << 1 | Bits.sixteenBits
      modeRegister = ledCurrent.rawValue << 8
      ambientRegister = ambient.map { $0.rawValue << 6 } ?? Bits.shutDown
      period = TimeSpan(nanoseconds: 62_500 * integration.halves * duty.divisor)
    }

    /// The least time between turns, so that each finds a new proximity.
    public var leastTurn: TimeSpan { period }

    /// In every which turn the ambient light is new.
    var ambientInterval: Int {
      guard let ambient else { return 1 }
      let turns = (ambient.time.nanoseconds + period.nanoseconds - 1) / period.nanoseconds
      return max(Int(turns), 1)
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not the address of this chip.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "VCNL4040: \(address) is not 0x60, its only address; put several sensors behind a mux"
      }
    }
  }
}
