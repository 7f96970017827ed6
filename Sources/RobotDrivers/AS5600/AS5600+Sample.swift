extension AS5600 {
  /// STATUS and RAW_ANGLE of one instant.
  public struct Sample: Hashable, Sendable, BitwiseCopyable {
    /// RAW_ANGLE, 0...4095.
    public let counts: UInt16
    /// The magnet flags.
    public let status: Status
    /// Whether the angle means anything: there is a magnet, and the reply is not the all-ones of a
    /// bus on which nobody drives. A weak or strong magnet still gives an angle.
    public let isValid: Bool

    /// A sample as the chip gave it.
    @inlinable public init(counts: UInt16, status: Status, isValid: Bool) {
      self.counts = counts
      self.status = status
      self.isValid = isValid
    }
  }

  /// The sample in the reply to `sample(at:)`; a reply of another length is invalid.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func decode(_ reply: Span<UInt8>) -> Sample {
    guard reply.count == 3 else {
      return Sample(counts: 0, status: Status(byte: 0), isValid: false)
    }
    return decode([reply[0], reply[1], reply[2]])
  }

  /// The sample in the three bytes of a reply to `sample(at:)`. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decode(_ reply: InlineArray<3, UInt8>) -> Sample {
    let counts = (UInt16(reply[1]) << 8 | UInt16(reply[2])) & 0x0FFF
    let floating = reply[0] & reply[1] & reply[2] == 0xFF
    let status = Status(byte: reply[0])
    return Sample(counts: counts, status: status, isValid: status.magnetDetected && !floating)
  }
}
