extension PaXini {
  /// A frame that cannot be believed, or that says that something failed.
  public enum FrameError: Error, Hashable, Sendable {
    /// It ends before its end.
    case short(wanted: Int, got: Int)
    /// It begins otherwise.
    case head(UInt8, UInt8)
    /// Its bytes do not sum up.
    case checksum(computed: UInt8, carried: UInt8)
    /// The board refused.
    case device(code: UInt8, register: UInt16)
  }

  /// An answer of the high-speed board.
  public struct Answer: Hashable, Sendable {
    /// What it was asked to do.
    public let function: UInt8
    /// From where on.
    public let register: UInt16
    /// The registers.
    public let bytes: [UInt8]
    /// Bytes of the frame.
    public let frameCount: Int

    /// Reads an answer at the beginning of `frame`.
    public init(_ frame: some RandomAccessCollection<UInt8>) throws(FrameError) {
      let frame = try Frame(frame, head: 0x55, atLeast: 9)
      let count = frame.number(at: 6, 2)
      frameCount = 8 + count + 1
      try frame.check(frameCount)
      function = frame.bytes[3]
      register = UInt16(frame.number(at: 4, 2))
      // Bit 7: an error, whose code are the others.
      guard function & 0x80 == 0 else {
        throw .device(code: function & 0x7F, register: register)
      }
      bytes = Array(frame.bytes[8..<8 + count])
    }
  }

  /// What the high-speed board sends on its own.
  public struct Push: Hashable, Sendable {
    /// The board's own error, 0 when there is none.
    public let error: UInt8
    /// What the modules feel, laid out by a `Layout`.
    public let bytes: [UInt8]
    /// Bytes of the frame.
    public let frameCount: Int

    /// Reads what was sent at the beginning of `frame`.
    public init(_ frame: some RandomAccessCollection<UInt8>) throws(FrameError) {
      let frame = try Frame(frame, head: 0x56, atLeast: 7)
      // The length counts the error byte.
      let count = max(frame.number(at: 3, 2) - 1, 0)
      frameCount = 6 + count + 1
      try frame.check(frameCount)
      error = frame.bytes[5]
      bytes = Array(frame.bytes[6..<6 + count])
    }
  }

  /// A frame that begins as it should.
  private struct Frame {
    let bytes: [UInt8]

    init(_ frame: some RandomAccessCollection<UInt8>, head: UInt8, atLeast count: Int)
      throws(FrameError)
    {
      bytes = Array(frame)
      guard bytes.count >= count else { throw .short(wanted: count, got: bytes.count) }
      guard bytes[0] == 0xAA, bytes[1] == head else { throw .head(bytes[0], bytes[1]) }
    }

    func number(at place: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// Whether `count` bytes are there and sum up.
    func check(_ count: Int) throws(FrameError) {
      guard bytes.count >= count else { throw .short(wanted: count, got: bytes.count) }
      let computed = PaXini.checksum(bytes[..<(count - 1)])
      guard computed == bytes[count - 1] else {
        throw .checksum(computed: computed, carried: bytes[count - 1])
      }
    }
  }
}
