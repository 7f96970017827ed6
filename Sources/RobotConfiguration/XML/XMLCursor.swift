/// A place in UTF-8 text that moves forward only and knows its line and column.
struct XMLCursor {
  private let bytes: [UInt8]
  private(set) var index = 0
  private(set) var position = SourcePosition(line: 1, column: 1)

  /// Stands before the first byte of `bytes`, which must be valid UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark is not text (XML 1.0 section 4.3.3), so it takes no column.
    if stands(at: "\u{FEFF}") { index = 3 }
  }

  /// The byte at the cursor; `nil` at the end of the text.
  var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The bytes from `start` up to the cursor.
  func text(from start: Int) -> String { String(decoding: bytes[start..<index], as: UTF8.self) }

  /// Whether the text continues with `literal`.
  func stands(at literal: StaticString) -> Bool {
    guard index + literal.utf8CodeUnitCount <= bytes.count,
      bytes[index] == literal.utf8Start.pointee
    else { return false }
    return literal.withUTF8Buffer { wanted in
      for offset in wanted.indices where bytes[index + offset] != wanted[offset] { return false }
      return true
    }
  }

  /// Moves past one byte; stays at the end of the text.
  mutating func advance() {
    guard index < bytes.count else { return }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\r"):
      position = SourcePosition(line: position.line + 1, column: 1)
    case UInt8(ascii: "\n"):
      // The CR of CR LF has already ended the line.
      if index >= 2, bytes[index - 2] == UInt8(ascii: "\r") { return }
      position = SourcePosition(line: position.line + 1, column: 1)
    case 0x80...0xBF:
      break  // a UTF-8 continuation byte: the same scalar goes on
    default:
      position.column += 1
    }
  }

  /// Moves past `literal` if the text continues with it.
  mutating func take(_ literal: StaticString) -> Bool {
    guard stands(at: literal) else { return false }
    for _ in 0..<literal.utf8CodeUnitCount { advance() }
    return true
  }

  /// Moves past the next `literal`; to the end of the text and `false` where there is none.
  mutating func skip(through literal: StaticString) -> Bool {
    while byte != nil {
      if take(literal) { return true }
      advance()
    }
    return false
  }

  /// Moves past white space (XML 1.0 production 3); whether there was any.
  @discardableResult
  mutating func skipWhiteSpace() -> Bool {
    let start = index
    while let byte, byte.isXMLWhiteSpace { advance() }
    return index > start
  }
}

extension UInt8 {
  /// Space, tab, CR or LF (XML 1.0 production 3).
  var isXMLWhiteSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }

  /// Whether a name may start with the byte. Every scalar beyond ASCII is taken for a letter:
  /// XML 1.0 production 4 refuses a few of them, and no reader of URDF tells them apart.
  var startsXMLName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...0xFF: true
    default: false
    }
  }

  /// Whether a name may go on with the byte (XML 1.0 production 4a, simplified as above).
  var continuesXMLName: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: startsXMLName
    }
  }
}
