extension MPR121 {
  /// The electrode data in its two bytes: ten bits, least significant byte first. Real-time: yes.
  @_noAllocation @_noLocks
  public static func filtered(low: UInt8, high: UInt8) -> Int {
    (Int(high) << 8 | Int(low)) & 0x3FF
  }

  /// The baseline in its byte: the upper eight of ten bits. Real-time: yes.
  @_noAllocation @_noLocks
  public static func baseline(byte: UInt8) -> Int { Int(byte) << 2 }

  /// The electrodes that a status word says are touched, bit by bit; `nil` on overcurrent, when the chip
  /// measures nothing. Real-time: yes.
  @_noAllocation @_noLocks
  public static func touched(low: UInt8, high: UInt8) -> UInt16? {
    guard high & StatusBits.overcurrent == 0 else { return nil }
    return (UInt16(high) << 8 | UInt16(low)) & 0x0FFF
  }
}
