/// What a device wants of its bus in a cycle: bytes to write, then bytes to read after a repeated
/// START. Data, not code: the bus executor merges the exchanges of all devices into as few transfers
/// as the adapter allows.
public struct Exchange: Hashable, Sendable {
  /// The device.
  public let address: I2CAddress
  /// The bytes written, as they stand before the first `encode`. Their number never changes.
  public let request: [UInt8]
  /// The number of bytes read.
  public let replyCount: Int
  /// Whether the same bytes may be read again without writing the register pointer first.
  ///
  /// Say so only of a chip of which three things are documented: the pointer stays where a write put it;
  /// a read of `replyCount` bytes leaves it there; and after power-on it points at this very register. The
  /// last is what makes it safe: a chip that reset in silence still answers with the register that was
  /// asked for, never with another one that decodes as a number. The request is then the pointer and
  /// nothing else. The bus executor writes the pointer anyway at the start, after every error, after any
  /// other exchange with the device, and in every `BusPlan.pointerTurns`-th turn.
  public let retainsPointer: Bool

  /// An exchange with `address`, which writes its request every time unless told that it may not have to.
  public init(
    address: I2CAddress, request: [UInt8], replyCount: Int, retainsPointer: Bool = false
  ) {
    precondition(!retainsPointer || (request.count == 1 && replyCount > 0))
    self.address = address
    self.request = request
    self.replyCount = replyCount
    self.retainsPointer = retainsPointer
  }

  /// SCL clocks on the wire: nine per byte, address bytes included, and one for each START, repeated
  /// START and STOP. The last STOP is counted here. Source: Documentation/buses.md.
  public var clocks: Int { WireTime.clocks(write: request.count, read: replyCount) }
}

/// SCL clocks of I2C traffic, without stretching and gaps.
public enum WireTime {
  /// Clocks of one write-then-read with its STOP. A count of 0 leaves that message out;
  /// both 0 is an address probe.
  public static func clocks(write: Int, read: Int) -> Int {
    var clocks = 1  // STOP
    if write > 0 || read == 0 { clocks += 1 + 9 * (write + 1) }
    if read > 0 { clocks += 1 + 9 * (read + 1) }
    return clocks
  }
}
