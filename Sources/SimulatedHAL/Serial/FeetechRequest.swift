/// A request as a servo takes it from the line: FF FF, id, length, instruction, parameters, checksum.
struct FeetechRequest {
  private var bytes = InlineArray<256, UInt8>(repeating: 0)
  private var filled = 0

  var id: UInt8 { bytes[2] }
  var instruction: UInt8 { bytes[4] }
  /// Parameters.
  var count: Int { Int(bytes[3]) - 2 }
  subscript(parameter: Int) -> UInt8 { bytes[5 + parameter] }

  /// Takes the next byte; says whether a request is complete, with the right checksum.
  ///
  /// What its firmware does after a wrong byte is not known. This one waits for the next header.
  mutating func push(_ byte: UInt8) -> Bool {
    if filled < 2 {
      if byte == 0xFF {
        bytes[filled] = byte
        filled += 1
      } else {
        filled = 0
      }
      return false
    }
    // A header of three: it begins one byte later.
    if filled == 2, byte == 0xFF { return false }
    bytes[filled] = byte
    filled += 1
    if filled == 4, !(2...251).contains(byte) { filled = 0 }
    guard filled > 4, filled == Int(bytes[3]) + 4 else { return false }
    let end = filled
    filled = 0
    var sum: UInt8 = 0
    for index in 2..<end { sum &+= bytes[index] }
    return sum == 0xFF
  }
}
