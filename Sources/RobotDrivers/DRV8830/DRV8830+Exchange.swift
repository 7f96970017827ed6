public import RobotHAL

extension DRV8830 {
  /// Writes CONTROL: the motor turns freely until `encode` puts a voltage in.
  public static func command(for configuration: Configuration) -> Exchange {
    Exchange(
      address: configuration.address, request: [Register.control.rawValue, coast], replyCount: 0)
  }

  /// Writes CONTROL and reads FAULT, in each turn: the bridge reports a fault in no other way, and one
  /// that lost its supply for a moment is driven again by the next command.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(command(for: configuration)),
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.fault.rawValue], replyCount: 1)),
    ]
  }

  /// Clears FAULT. After a short the bridge drives again from then on, so this belongs into a deliberate
  /// act, not into the cycle.
  public static func clearFault(for configuration: Configuration) -> Exchange {
    Exchange(
      address: configuration.address, request: [Register.fault.rawValue, 0x80], replyCount: 0)
  }

  /// The faults, each 0 or 1.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    ["over_current", "over_temperature", "under_voltage", "current_limit"].map {
      SensorChannel($0, .one, in: 0...1)
    }
  }
}
