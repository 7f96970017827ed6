public import RobotHAL

extension PCA9685 {
  /// The number of channels.
  public static let channelCount = 16

  /// One burst over the channels of `channels` (within 0...15). Every channel is full OFF until it
  /// is encoded.
  ///
  /// Channels between the used ones are written too: a burst is cheaper than a second message, and
  /// all channels change together at its STOP.
  public static func outputs(channels: ClosedRange<Int>, at address: I2CAddress) -> Exchange {
    precondition(
      channels.lowerBound >= 0 && channels.upperBound < channelCount,
      "a PCA9685 has channels 0...15")
    var request = [Register.outputs.rawValue + 4 * UInt8(channels.lowerBound)]
    for _ in channels { request += fullOff }
    return Exchange(address: address, request: request, replyCount: 0)
  }

  /// Switches all sixteen channels full OFF, whatever they did.
  public static func allOff(at address: I2CAddress) -> Exchange {
    Exchange(
      address: address, request: [Register.allOutputs.rawValue] + fullOff, replyCount: 0)
  }

  /// Looks at MODE1 and MODE2: after a reset the call addresses are on again and auto-increment is off,
  /// so that MODE1 comes twice. RESTART is not looked at: the chip sets it on its own.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.mode1.rawValue], replyCount: 2),
      expected: [Mode1.awake, configuration.mode2], mask: [~Mode1.restart, 0xFF])
  }
}
