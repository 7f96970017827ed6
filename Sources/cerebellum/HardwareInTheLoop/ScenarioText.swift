import RobotConfiguration

/// A scenario file as one word of a control channel: its bytes in hexadecimal. So the file need only be where the
/// scenarios are played, not where they happen.
enum ScenarioText {
  static func word(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// `nil` for what is no such word.
  static func bytes(_ word: String) -> [UInt8]? {
    let digits = Array(word.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { place in
      UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16)
    }
    return bytes.contains { $0 == nil } ? nil : bytes.compactMap { $0 }
  }
}
