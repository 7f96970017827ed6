/// The bus side of a chip with a pointer that does not move and registers of one or two bytes, most
/// significant first.
struct WordPort {
  /// The register that is read and written.
  private(set) var pointer: UInt8 = 0
  private var expectsPointer = false
  /// Bytes of the current message after the pointer.
  private var count = 0
  private var high: UInt8 = 0
  private var latched: UInt16 = 0

  /// The pointer after power-on.
  mutating func reset() { pointer = 0 }

  mutating func beginWrite() {
    expectsPointer = true
    count = 0
  }

  /// A read begins, of a register that holds `value` at this moment.
  mutating func beginRead(_ value: UInt16) {
    expectsPointer = false
    count = 0
    latched = value
  }

  /// Takes a byte: the value that it completes, of a register of two bytes unless `isByte`.
  mutating func write(_ byte: UInt8, isByte: (UInt8) -> Bool = { _ in false }) -> UInt16? {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return nil
    }
    if isByte(pointer) { return UInt16(byte) }
    count += 1
    if count & 1 == 1 {
      high = byte
      return nil
    }
    return UInt16(high) << 8 | UInt16(byte)
  }

  /// Gives a byte; a longer read repeats the register.
  mutating func read(isByte: (UInt8) -> Bool = { _ in false }) -> UInt8 {
    if isByte(pointer) { return UInt8(truncatingIfNeeded: latched) }
    count += 1
    return UInt8(truncatingIfNeeded: count & 1 == 1 ? latched >> 8 : latched)
  }
}
