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

  /// An exchange with `address`.
  public init(address: I2CAddress, request: [UInt8], replyCount: Int) {
    self.address = address
    self.request = request
    self.replyCount = replyCount
  }

  /// SCL clocks on the wire: nine per byte, address bytes included, and one for each START, repeated
  /// START and STOP. The last STOP is counted here. Source: shared/field/devices.md 0.1.
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
