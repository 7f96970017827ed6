/// FNV-1a over 64 bits (draft-eastlake-fnv, section 2): equal outputs, equal number.
struct Fingerprint: BitwiseCopyable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  @_noAllocation @_noLocks
  mutating func add(_ word: UInt64) {
    for shift in 0..<8 { add(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
  }

  @_noAllocation @_noLocks
  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  @_noAllocation @_noLocks
  mutating func add(_ condition: Bool) { add(UInt8(condition ? 1 : 0)) }

  /// Every NaN is one: the sign and payload of a computed one differ between processors.
  @_noAllocation @_noLocks
  mutating func add(_ number: Double) {
    add(number == number ? number.bitPattern : 0x7FF8_0000_0000_0000)
  }
}
