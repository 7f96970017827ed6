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

  /// Writes a duty of 0...1 for the `offset`-th channel of an `outputs` burst into its `request`.
  ///
  /// 0, negative and non-finite duties are full OFF; what rounds to a whole period is full ON;
  /// otherwise the pulse begins at count 0, so that ON and OFF counts never meet.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    duty: Double, offset: Int, into request: inout MutableSpan<UInt8>
  ) {
    encode(counts: counts(duty: duty), offset: offset, into: &request)
  }

  /// Writes a pulse of `counts` of a period's 4096 for the `offset`-th channel: 0 is full OFF, 4096
  /// and more full ON. Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    counts: UInt16, offset: Int, into request: inout MutableSpan<UInt8>
  ) {
    let base = 1 + 4 * offset
    let fullOn = counts >= 4096
    request[base] = 0
    request[base + 1] = fullOn ? 0x10 : 0
    request[base + 2] = fullOn ? 0 : UInt8(truncatingIfNeeded: counts)
    request[base + 3] = fullOn ? 0 : counts == 0 ? 0x10 : UInt8(truncatingIfNeeded: counts >> 8)
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
