public import RobotUnits

/// A bus as set-up code sees it: ordinary, throwing, allocating transfers to one address at a time.
///
/// Drivers identify and configure a device through it; the cyclic traffic goes through `Exchange`.
/// Real-time: no.
public protocol I2CBus {
  /// One transfer: `bytes` are written, then `count` bytes are read after a repeated START.
  ///
  /// Empty `bytes` make a read only, `count` 0 a write only; both empty probe the address. The reply
  /// has exactly `count` bytes.
  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]

  /// Lets at least `span` pass: a chip's start-up or conversion time.
  mutating func pause(_ span: TimeSpan)
}

extension I2CBus {
  /// Writes `bytes` to `address` in one transfer.
  public mutating func write(_ bytes: [UInt8], to address: I2CAddress) throws(BusError) {
    _ = try transfer(to: address, write: bytes, read: 0)
  }

  /// Reads `count` bytes of the register file of `address`, beginning at `register`.
  public mutating func read(_ count: Int, from address: I2CAddress, register: UInt8)
    throws(BusError) -> [UInt8]
  {
    try transfer(to: address, write: [register], read: count)
  }
}

/// A cheap handle on a shared adapter: the bus that set-up code is given.
public struct SharedI2CBus: I2CBus {
  /// The adapter behind the handle.
  public let adapter: any I2CAdapter

  /// A handle on `adapter`.
  public init(_ adapter: any I2CAdapter) { self.adapter = adapter }

  public mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    var written = bytes
    var reply = [UInt8](repeating: 0, count: count)
    try written.withUnsafeMutableBufferPointer { (write) throws(BusError) in
      try reply.withUnsafeMutableBufferPointer { (read) throws(BusError) in
        // A buffer of no bytes has no address; the kernel wants one that is not null.
        var none: UInt8 = 0
        try withUnsafeMutablePointer(to: &none) { (empty) throws(BusError) in
          let writeMessage = I2CMessage(
            address: address, flags: [], length: write.count, buffer: write.baseAddress ?? empty)
          let readMessage = I2CMessage(
            address: address, flags: .read, length: read.count, buffer: read.baseAddress ?? empty)
          var messages: [I2CMessage] = []
          if write.count > 0 || read.count == 0 { messages.append(writeMessage) }
          if read.count > 0 { messages.append(readMessage) }
          try messages.withUnsafeMutableBufferPointer { (all) throws(BusError) in
            try adapter.transfer(all)
          }
        }
      }
    }
    return reply
  }

  public mutating func pause(_ span: TimeSpan) { adapter.pause(span) }
}
