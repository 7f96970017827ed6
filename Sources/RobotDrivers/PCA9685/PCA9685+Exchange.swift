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

  /// What MODE1 says about a chip that was set up.
  public enum Condition: Hashable, Sendable, BitwiseCopyable {
    /// As `setUp` left it.
    case running
    /// MODE1 has its power-on value: the supply failed or a software reset was sent. The outputs are
    /// off; set the chip up again.
    case wasReset
    /// Anything else: another program, or a read without an answer.
    case changed
  }

  /// Reads MODE1, to notice a chip that was reset.
  public static func mode(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.mode1.rawValue], replyCount: 1)
  }

  /// The condition that the reply to `mode(at:)` shows. RESTART is not looked at: the chip sets it
  /// on its own. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decodeMode(_ reply: Span<UInt8>) -> Condition {
    guard reply.count == 1 else { return .changed }
    switch reply[0] & 0x7F {
    case 0x20: return .running
    case 0x11: return .wasReset
    default: return .changed
    }
  }
}
