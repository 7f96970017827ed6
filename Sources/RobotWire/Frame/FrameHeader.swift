public import RobotUnits

/// The 32 bytes before every payload.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | magic, the characters `CBL1` |
/// | 4 | 1 | protocol version |
/// | 5 | 1 | message type |
/// | 6 | 2 | reserved, zero |
/// | 8 | 4 | payload length in bytes |
/// | 12 | 4 | sequence: counts the frames of one sender on one connection, from 1 |
/// | 16 | 4 | answers: sequence of the request that this frame answers, 0 for none |
/// | 20 | 4 | CRC-32C of the whole frame with this field zero |
/// | 24 | 8 | sender's `CLOCK_MONOTONIC` when it made the frame, in nanoseconds |
public struct FrameHeader: Hashable, Sendable {
  /// The protocol version of this module.
  public static let version: UInt8 = 1
  /// The header's size in bytes.
  public static let size = 32
  /// The largest frame, header included, in bytes.
  public static let maximumFrameSize = 65_536

  /// The number of this frame among its sender's frames, from 1; a gap shows dropped state frames.
  public var sequence: UInt32
  /// The sequence of the request that this frame answers; 0 when it answers none.
  public var answers: UInt32
  /// When the sender made the frame, on `CLOCK_MONOTONIC`. Range: 0 to 2^62 ns.
  public var sentAt: MonotonicInstant

  /// A header's variable part.
  public init(sequence: UInt32, answers: UInt32 = 0, sentAt: MonotonicInstant) {
    self.sequence = sequence
    self.answers = answers
    self.sentAt = sentAt
  }

  static let magic: UInt32 = 0x314C_4243
  /// Leaves room to add a validity or a period without overflow.
  static let latestInstant: Int64 = 1 << 62

  enum Offset {
    static let magic = 0
    static let version = 4
    static let type = 5
    static let length = 8
    static let sequence = 12
    static let answers = 16
    static let checksum = 20
    static let sentAt = 24
  }
}
