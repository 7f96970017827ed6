internal import RobotUnits

/// Finds the frames that a device sends on its own in what a line brings, byte by byte: AA 56, a reserved
/// byte, the length of what follows without the checksum (2 bytes, the low one first), the device's own
/// error, the data, and the two's complement of the sum of all of it.
///
/// It is told how many data a frame has, so that it needs to believe no length: a wrong byte costs one frame.
/// What is no frame is noise, counted and skipped byte by byte: a frame may begin within it. Source: PaXini's
/// high-speed board as `paxini-sdk` 0.1.0 documents it. Real-time: all but `init`.
public struct PushedFrameParser: ~Copyable, Sendable {
  /// The bytes of a frame beside its data: head, length, error, checksum.
  public static var overhead: Int {
    @_noAllocation @_noLocks
    get { 7 }
  }

  private let bytes: FixedArray<UInt8>
  private var count: Int
  /// Bytes so far that belonged to no frame.
  public private(set) var noise: Int

  /// A parser of frames with `byteCount` data, 1...65534.
  public init(byteCount: Int) {
    precondition((1...65_534).contains(byteCount))
    bytes = FixedArray(repeating: 0, count: byteCount + PushedFrameParser.overhead)
    count = 0
    noise = 0
  }

  /// Takes the next byte; says whether a frame is complete. It can be looked at until the next byte.
  @_noAllocation @_noLocks
  public mutating func push(_ byte: UInt8) -> Bool {
    if count == bytes.count { count = 0 }
    bytes[count] = byte
    count += 1
    if count <= 5, !isHead(at: 0) { drop() }
    if count == bytes.count, !sumsUp() { drop() }
    return count == bytes.count
  }

  /// The device's own error, 0 when there is none.
  public var error: UInt8 {
    @_noAllocation @_noLocks
    get { bytes[5] }
  }

  /// Byte `index` of the data, 0..<`byteCount`.
  @_noAllocation @_noLocks
  public func data(_ index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: bytes.count - 7))
    return bytes[6 + index]
  }

  /// Whether what is there from `place` on may begin a frame.
  @_noAllocation @_noLocks
  private func isHead(at place: Int) -> Bool {
    let there = count - place
    let length = bytes.count - 6
    if bytes[place] != 0xAA { return false }
    if there > 1, bytes[place + 1] != 0x56 { return false }
    if there > 3, bytes[place + 3] != UInt8(truncatingIfNeeded: length) { return false }
    if there > 4, bytes[place + 4] != UInt8(truncatingIfNeeded: length >> 8) { return false }
    return true
  }

  @_noAllocation @_noLocks
  private func sumsUp() -> Bool {
    var sum: UInt8 = 0
    for index in 0..<bytes.count { sum &+= bytes[index] }
    return sum == 0
  }

  /// Gives up the first byte, and moves on to where the next frame may begin.
  @_noAllocation @_noLocks
  private mutating func drop() {
    var first = 1
    while first < count, !isHead(at: first) { first += 1 }
    noise += first
    for index in first..<count { bytes[index - first] = bytes[index] }
    count -= first
  }
}
