/// Whether frames of one sender come in their order, and once (as RFC 4303, section 3.4.3, has it).
public struct FrameOrder: Hashable, Sendable {
  /// The number of the newest frame.
  public private(set) var newest: UInt32 = 0
  /// Which of the 64 up to the newest were there: bit 0 is the newest.
  private var seen: UInt64 = 0

  /// Before the first frame.
  public init() {}

  /// Takes the frame number `sequence`; `nil`, or why it is not newer than what was there. Numbers go around.
  public mutating func take(_ sequence: UInt32) -> RefusalReason? {
    let ahead = Int32(bitPattern: sequence &- newest)
    if ahead > 0 {
      seen = ahead < 64 ? seen << UInt64(ahead) : 0
      seen |= 1
      newest = sequence
      return nil
    }
    let behind = newest &- sequence
    // So far behind that nobody knows, it was there.
    guard behind < 64 else { return .replayed }
    let bit = UInt64(1) << UInt64(behind)
    defer { seen |= bit }
    return sequence == 0 || seen & bit != 0 ? .replayed : .outOfOrder
  }
}
