internal import CDigest

/// The SHA-256 of a file (FIPS 180-4). Real-time: no.
public struct FileDigest: Hashable, Sendable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let description: String

  /// That of `bytes`.
  public init(of bytes: [UInt8]) {
    // 64 digits and a zero.
    var text = [CChar](repeating: 0, count: 65)
    bytes.withUnsafeBufferPointer { cdigest_sha256($0.baseAddress, $0.count, &text) }
    description = String(decoding: text.prefix(64).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The one that `text` writes, or `nil`: 64 lower-case hexadecimal digits.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count == 64, text.utf8.allSatisfy(Self.isDigit) else { return nil }
    description = String(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
