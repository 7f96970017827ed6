/// The Castagnoli cyclic redundancy check: reflected polynomial 0x82F63B78, initial value and final
/// complement all ones (RFC 3720, appendix B.4). Real-time: no.
struct CRC32C {
  private var register: UInt32 = 0xFFFF_FFFF

  /// The check value of everything fed so far.
  var value: UInt32 { ~register }

  /// Continues over `bytes`.
  mutating func update(_ bytes: ArraySlice<UInt8>) {
    let table = Self.table
    for byte in bytes {
      register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8)
    }
  }

  /// The remainder of every byte value.
  private static let table: [UInt32] = (UInt32(0)..<256).map { byte in
    var remainder = byte
    for _ in 0..<8 {
      remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0x82F6_3B78 : remainder >> 1
    }
    return remainder
  }
}
