/// CRC-32C bit by bit, from RFC 3720's definition.
func bitwiseCRC32C(_ bytes: [UInt8]) -> UInt32 {
  var register: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    register ^= UInt32(byte)
    for _ in 0..<8 {
      register = (register >> 1) ^ (register & 1 == 1 ? 0x82F6_3B78 : 0)
    }
  }
  return ~register
}
