public import RobotHAL

extension VL6180X {
  /// One burst over status, interrupt status and range, then the interrupt is cleared, so that the next
  /// turn can tell a new range from this one.
  ///
  /// A range that ends between the two is lost; the next comes a period later.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: pointer(.rangeStatus), replyCount: burst)),
      CyclicExchange(
        Exchange(
          address: configuration.address, request: pointer(.interruptClear) + [Bits.clearAll],
          replyCount: 0)),
    ]
  }

  /// SYSTEM__FRESH_OUT_OF_RESET (1 after a reset), the continuous bit of SYSRANGE__START, period (0xFF
  /// after a reset) and convergence time, in one burst.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: pointer(.freshOutOfReset), replyCount: 7),
      expected: [
        0, 0, Bits.continuous, 0, 0, configuration.periodRegister,
        configuration.convergenceRegister,
      ],
      mask: [0xFF, 0, Bits.continuous, 0, 0, 0xFF, 0x3F])
  }

  /// The distance [m]. The chip's range value ends at 254 mm.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    [SensorChannel("distance", .metre, in: 0...0.254)]
  }

  private static func pointer(_ register: Register) -> [UInt8] {
    [UInt8(register.rawValue >> 8), UInt8(register.rawValue & 0xFF)]
  }
}
