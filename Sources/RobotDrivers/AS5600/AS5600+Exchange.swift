public import RobotHAL

extension AS5600 {
  /// STATUS and RAW_ANGLE in one burst of three bytes, so that angle and flags belong together.
  public static func sample(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.status.rawValue], replyCount: 3)
  }

  /// Reads CONF, to notice a chip that lost its supply: it then has its default again.
  public static func settings(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.configuration.rawValue], replyCount: 2)
  }

  /// Whether the reply to `settings(at:)` still shows what `setUp` wrote. Real-time: yes.
  @_noAllocation @_noLocks
  public static func holdsSettings(_ reply: Span<UInt8>, slowFilter: SlowFilter) -> Bool {
    guard reply.count == 2 else { return false }
    let read = UInt16(reply[0]) << 8 | UInt16(reply[1])
    return read & ConfigurationBits.owned == slowFilter.bits
  }
}
