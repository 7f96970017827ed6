/// Takes numbers from an input in their order. Behind the end everything is 0.
struct InputReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  /// A number below `count`, which is 1 to 256.
  mutating func number(below count: Int) -> Int { Int(byte()) % count }

  mutating func word() -> Int { Int(byte()) | Int(byte()) << 8 }

  mutating func long() -> UInt64 { (0..<8).reduce(0) { $0 | UInt64(byte()) << UInt64(8 * $1) } }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

  /// All that is left.
  mutating func rest() -> [UInt8] {
    let rest = Array(bytes[min(position, bytes.count)...])
    position = bytes.count
    return rest
  }
}
