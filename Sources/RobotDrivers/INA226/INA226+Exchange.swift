public import RobotHAL

extension INA226 {
  /// Reads the shunt voltage. The chip has no burst over registers.
  public static func shunt(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.shuntVoltage.rawValue], replyCount: 2)
  }

  /// Reads the bus voltage.
  public static func bus(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.busVoltage.rawValue], replyCount: 2)
  }

  /// Reads CONFIG, to notice a chip that lost its supply: it then has 0x4127 again.
  public static func settings(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.configuration.rawValue], replyCount: 2)
  }

  /// Whether the reply to `settings(at:)` still shows the CONFIG value of the configuration.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func holdsSettings(_ reply: Span<UInt8>, configurationRegister: UInt16) -> Bool {
    guard reply.count == 2 else { return false }
    return UInt16(reply[0]) << 8 | UInt16(reply[1]) == configurationRegister
  }
}
