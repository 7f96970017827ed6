public import RobotHAL

extension TCA9548A {
  /// The number of channels.
  public static let channelCount = 8

  /// The control byte that opens all channels.
  public static let deselectMask: UInt8 = 0

  /// The control byte that closes `channel` and no other; opens all for a channel outside 0...7.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func selectMask(channel: Int) -> UInt8 {
    channel >= 0 && channel < 8 ? 1 << UInt8(truncatingIfNeeded: channel) : 0
  }

  /// Closes `channel` (0...7) of the switch at `address`; in effect after the STOP.
  public static func select(channel: Int, at address: I2CAddress) -> Exchange {
    precondition((0..<channelCount).contains(channel), "a TCA9548A has channels 0...7")
    return Exchange(address: address, request: [selectMask(channel: channel)], replyCount: 0)
  }

  /// Opens all channels of the switch at `address`; in effect after the STOP.
  public static func deselect(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [deselectMask], replyCount: 0)
  }
}
