public import RobotHAL

extension ADS1x15 {
  /// The schedule: two rounds of the inputs, a turn for each, and in each turn CONFIG is read, then the
  /// conversion that the turn before started, then the next is started. Turns must be at least
  /// `Configuration.leastTurn` apart.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    let turns = configuration.turns
    return (0..<turns).flatMap { turn in
      [
        read(.configuration, of: configuration), read(.conversion, of: configuration),
        start(turn: turn, of: configuration),
      ].map { CyclicExchange($0, interval: turns, turn: turn) }
    }
  }

  /// Reads the mark in LO_THRESH, which a chip that lost its supply has no more.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      read(.lowThreshold, of: configuration), expected: bytes(mark(of: configuration.part)))
  }

  /// A channel for each input, in V or S, then `schedule`: the turn, from 1, in which the chip was last
  /// seen idle, negative once its conversion was taken, 0 while unknown.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let fullScale = configuration.fullScale.volts
    return configuration.inputs.map { input in
      if let divider = input.divider {
        SensorChannel(input.name, .siemens, in: 0...divider.largestSiemens)
      } else {
        SensorChannel(input.name, .volt, in: -fullScale...fullScale)
      }
    } + [SensorChannel("schedule", .one, in: -8...8)]
  }

  /// What stands in LO_THRESH: the ADS1015 has no last four bits there (SBAS473, "Lo_thresh and
  /// Hi_thresh Registers").
  static func mark(of part: Part) -> UInt16 {
    switch part {
    case .ads1115: 0xA5A5
    case .ads1015: 0xA5A0
    }
  }

  static func bytes(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }

  static func start(turn: Int, of configuration: Configuration) -> Exchange {
    let word = configuration.bits(turn: turn) | ConfigurationBits.idle
    return Exchange(
      address: configuration.address, request: [Register.configuration.rawValue] + bytes(word),
      replyCount: 0)
  }

  private static func read(_ register: Register, of configuration: Configuration) -> Exchange {
    Exchange(address: configuration.address, request: [register.rawValue], replyCount: 2)
  }
}
