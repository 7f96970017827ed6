/// A request as a `PaXiniModel` takes it from the line: 55 AA, header, data of a write, LRC.
struct PaXiniRequest {
  private var bytes = InlineArray<64, UInt8>(repeating: 0)
  private var filled = 0
  private static let headerCount = 8

  subscript(place: Int) -> UInt8 { bytes[place] }

  func number(at place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// Whether data follow the header: not after a read.
  private var carries: Bool { bytes[3] != 0x03 }

  /// Takes the next byte; says whether a request is complete, with the right LRC.
  mutating func push(_ byte: UInt8) -> Bool {
    if filled == 0, byte != 0x55 { return false }
    if filled == 1, byte != 0xAA {
      filled = byte == 0x55 ? 1 : 0
      return false
    }
    bytes[filled] = byte
    filled += 1
    guard filled > Self.headerCount else { return false }
    let data = carries ? number(at: 6, 2) : 0
    guard Self.headerCount + data < 64 else {
      filled = 0
      return false
    }
    guard filled == Self.headerCount + data + 1 else { return false }
    let end = filled
    filled = 0
    var sum: UInt8 = 0
    for index in 0..<end { sum &+= bytes[index] }
    return sum == 0
  }
}
