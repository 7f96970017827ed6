public import RobotUnits

/// The bytes that a device answered to one exchange, as a plain value. Real-time: yes.
public struct Reply: BitwiseCopyable, Sendable {
  /// The longest reply of a device on I2C.
  public static let capacity = 64
  private var bytes: InlineArray<64, UInt8>
  /// How many bytes there are.
  public let count: Int

  /// `count` bytes of `bytes` from `offset` on.
  @_noAllocation @_noLocks
  public init(_ bytes: borrowing FixedArray<UInt8>, from offset: Int, count: Int) {
    self.bytes = InlineArray<64, UInt8>(repeating: 0)
    self.count = count
    for index in 0..<count { self.bytes[index] = bytes[offset + index] }
  }

  /// The byte at `index`, 0..<count.
  public subscript(index: Int) -> UInt8 {
    @_noAllocation @_noLocks
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return bytes[index]
    }
  }

  /// The two bytes at `index`, most significant first.
  @_noAllocation @_noLocks
  public func bigEndian(at index: Int) -> UInt16 {
    UInt16(self[index]) << 8 | UInt16(self[index + 1])
  }

  /// The two bytes at `index`, least significant first.
  @_noAllocation @_noLocks
  public func littleEndian(at index: Int) -> UInt16 {
    UInt16(self[index + 1]) << 8 | UInt16(self[index])
  }

  /// Whether every byte is `byte`: nobody drives the bus (0xFF), or it is held low (0x00).
  @_noAllocation @_noLocks
  public func isAll(_ byte: UInt8) -> Bool {
    var difference: UInt8 = 0
    for index in 0..<count { difference |= bytes[index] ^ byte }
    return difference == 0
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension Reply {
    /// A reply of `array`, of at most `capacity` bytes: for tests and set-up. Real-time: no.
    public init(_ array: [UInt8]) {
      self.init(FixedArray(array), from: 0, count: array.count)
    }
  }
#endif
