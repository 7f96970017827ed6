/// The check that a text can be read as XML in UTF-8 at all.
enum XMLEncoding {
  /// Refuses a text that is too long, not UTF-8, or holds a character that XML 1.0 section 2.2 forbids.
  static func check(_ bytes: [UInt8], limits: XMLLimits) throws(XMLSyntaxError) {
    if bytes.count > limits.bytes {
      throw error(
        at: SourcePosition(line: 1, column: 1),
        "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are read",
        "robot descriptions are small; meshes belong into files of their own")
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw error(
        at: SourcePosition(line: 1, column: 1), "the file is UTF-16", "save it as UTF-8")
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw Self.error(
        at: position(of: error.byteOffsets.lowerBound, in: bytes),
        "not UTF-8 (byte \(hexadecimal(bytes[error.byteOffsets.lowerBound])))",
        "save the file as UTF-8")
    }
    for (offset, byte) in bytes.enumerated() where byte < 0x20 && !byte.isXMLWhiteSpace {
      throw error(
        at: position(of: offset, in: bytes),
        "a control character (byte \(hexadecimal(byte))), which XML forbids",
        "remove it; the file may be damaged or not XML")
    }
  }

  private static func error(
    at position: SourcePosition, _ message: String, _ hint: String
  ) -> XMLSyntaxError {
    XMLSyntaxError(position: position, path: "", message: message, hint: hint)
  }

  private static func position(of offset: Int, in bytes: [UInt8]) -> SourcePosition {
    var cursor = XMLCursor(bytes)
    while cursor.index < offset { cursor.advance() }
    return cursor.position
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}

extension Unicode.Scalar {
  /// Whether XML 1.0 section 2.2 allows the character.
  var isXMLCharacter: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
