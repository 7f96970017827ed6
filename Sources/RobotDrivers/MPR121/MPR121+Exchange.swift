public import RobotHAL

extension MPR121 {
  /// Touch status, out-of-range status and the data of the electrodes in one burst from 0x00.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.touch.rawValue],
          replyCount: 4 + 2 * configuration.electrodes))
    ]
  }

  /// Reads ECR: 0, stopped, after an overcurrent and in a chip that lost its supply.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.electrodes.rawValue], replyCount: 1),
      expected: [configuration.electrodeRegister])
  }

  /// `electrode_0` and on, in counts that fall with the capacitance, then `touched_0` and on, 0 or 1.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let all = 0..<configuration.electrodes
    return all.map { SensorChannel("electrode_\($0)", .counts, in: 0...1023) }
      + all.map { SensorChannel("touched_\($0)", .one, in: 0...1) }
  }
}
