internal import RobotHAL
public import RobotUnits

/// What a device sends on its own over a serial line, and what of it is wanted.
public struct StreamPlan: Sendable {
  /// One part of every frame, which is one device's for the control thread. Its reply is the error byte of
  /// the frame, and then the part.
  public struct Entry: Hashable, Sendable, BitwiseCopyable {
    /// The device's number, for the caller.
    public let device: Int
    /// Where the part begins among the data of a frame.
    public let source: Int
    /// Its bytes.
    public let count: Int
    /// Where its reply begins among the line's reply bytes.
    public let replyOffset: Int
    /// Bytes of its reply.
    public var replyCount: Int { count + 1 }
  }

  /// The parts, in the order in which they were given.
  public let entries: [Entry]
  /// Data of a frame.
  public let byteCount: Int
  /// Control cycles from one frame to the next, rounded up.
  public let turn: UInt64
  /// The most bytes that are taken in a cycle: all that the kernel keeps of a line, so that after a delay the
  /// newest frame is new, and at least twice what the line brings.
  public let mostBytes: Int
  /// What makes the device send again, should it have been reset; empty for nothing.
  public let wake: [UInt8]

  /// A plan for frames with `byteCount` data that come `frameRate` times a second over a line of `speed` to
  /// a control loop of `rate`; `parts` are each a device's number, where its part begins, and its bytes. A
  /// device that is silent is sent `wake`.
  public init(
    _ parts: [(device: Int, source: Int, count: Int)], byteCount: Int, frameRate: Double,
    speed: Frequency, rate: Frequency, wake: [UInt8] = []
  ) {
    self.wake = wake
    precondition(frameRate > 0)
    precondition(parts.allSatisfy { $0.source >= 0 && $0.source + $0.count <= byteCount })
    var offset = 0
    var entries: [Entry] = []
    for part in parts {
      entries.append(
        Entry(
          device: part.device, source: part.source, count: part.count, replyOffset: offset))
      offset += part.count + 1
    }
    self.entries = entries
    self.byteCount = byteCount
    turn = UInt64(max((rate.hertz / frameRate).rounded(.up), 1))
    let perCycle = speed.hertz / Double(SerialTime.bitsPerByte) / rate.hertz
    mostBytes = max(2 * Int(perCycle.rounded(.up)), StreamPlan.keptBytes)
  }

  /// What the kernel keeps of a line that nobody reads (N_TTY_BUF_SIZE of Linux's drivers/tty/n_tty.c).
  public static let keptBytes = 4096

  /// Bytes of all replies together.
  public var replyBytes: Int { entries.reduce(0) { $0 + $1.replyCount } }
}
