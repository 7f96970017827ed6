import RobotUnits

/// Finds the frames that a high-speed board sends on its own in what its line brings, byte by byte.
///
/// It knows their length from the board's registers, so that a wrong byte costs one frame. What is no frame is
/// noise, counted and skipped byte by byte. Real-time: `push` and the forces yes, `init` no.
public struct PaXiniStream: ~Copyable {
  private let bytes: FixedArray<UInt8>
  private var count = 0
  private let byteCount: Int
  /// Bytes so far that belonged to no frame.
  public private(set) var noise = 0

  /// A stream of frames as `layout` says.
  public init(_ layout: PaXini.Layout) {
    byteCount = layout.byteCount
    bytes = FixedArray(repeating: 0, count: layout.frameCount)
  }

  /// Takes the next byte; says whether a frame is complete. It can be looked at until the next byte.
  @_noAllocation @_noLocks
  public mutating func push(_ byte: UInt8) -> Bool {
    if count == bytes.count { count = 0 }
    bytes[count] = byte
    count += 1
    while count > 0, !mayBegin() { drop() }
    return count == bytes.count
  }

  /// The board's own error, 0 when there is none.
  public var error: UInt8 {
    @_noAllocation @_noLocks
    get { bytes[5] }
  }

  /// The force on a taxel whose module's taxels begin at `start`. Real-time: yes.
  @_noAllocation @_noLocks
  public func force(taxel: Int, from start: Int) -> PaXini.Force {
    let place = 6 + start + 3 * taxel
    return PaXini.force(bytes[place], bytes[place + 1], bytes[place + 2])
  }

  /// Whether that force is at an end of its range. Real-time: yes.
  @_noAllocation @_noLocks
  public func isClipped(taxel: Int, from start: Int) -> Bool {
    let place = 6 + start + 3 * taxel
    return PaXini.isClipped(bytes[place], bytes[place + 1], bytes[place + 2])
  }

  /// The force on a module that stands at `start`, of which the low bytes count. Real-time: yes.
  @_noAllocation @_noLocks
  public func resultant(at start: Int) -> PaXini.Force {
    PaXini.force(bytes[6 + start], bytes[6 + start + 2], bytes[6 + start + 4])
  }

  @_noAllocation @_noLocks
  private func mayBegin() -> Bool {
    if bytes[0] != 0xAA { return false }
    if count > 1, bytes[1] != 0x56 { return false }
    if count > 3, bytes[3] != UInt8(truncatingIfNeeded: byteCount + 1) { return false }
    if count > 4, bytes[4] != UInt8(truncatingIfNeeded: (byteCount + 1) >> 8) { return false }
    if count < bytes.count { return true }
    var sum: UInt8 = 0
    for index in 0..<bytes.count { sum &+= bytes[index] }
    return sum == 0
  }

  /// Gives up the first byte, and moves on to where the next 0xAA is.
  @_noAllocation @_noLocks
  private mutating func drop() {
    var first = 1
    while first < count, bytes[first] != 0xAA { first += 1 }
    noise += first
    for index in first..<count { bytes[index - first] = bytes[index] }
    count -= first
  }
}
