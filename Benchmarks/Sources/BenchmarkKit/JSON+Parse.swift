extension JSON {
  /// The value in `text`; throws where it is no JSON, with the place.
  public init(parsing text: String) throws(BenchmarkFailure) {
    var parser = JSONParser(bytes: Array(text.utf8))
    self = try parser.value()
    guard parser.next() == nil else { throw parser.failure("the end") }
  }
}

/// Reads one value after the other. `\\u` escapes are refused: the files here have none.
private struct JSONParser {
  let bytes: [UInt8]
  var place = 0

  /// The next byte that is not white, which stays.
  mutating func next() -> UInt8? {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  func failure(_ expected: String) -> BenchmarkFailure {
    let line = bytes.prefix(place).count { $0 == 0x0A } + 1
    return BenchmarkFailure("line \(line): no JSON, expected \(expected)")
  }

  mutating func value() throws(BenchmarkFailure) -> JSON {
    switch next() {
    case UInt8(ascii: "{"):
      return .object(
        try sequence(until: "}") { (parser) throws(BenchmarkFailure) in
          let name = try parser.string()
          try parser.take(":")
          return JSON.Member(name, try parser.value())
        })
    case UInt8(ascii: "["):
      return .list(
        try sequence(until: "]") { (parser) throws(BenchmarkFailure) in try parser.value() })
    case UInt8(ascii: "\""): return .text(try string())
    default: return try word()
    }
  }

  private mutating func take(_ character: Unicode.Scalar) throws(BenchmarkFailure) {
    guard next() == UInt8(ascii: character) else { throw failure("\(character)") }
    place += 1
  }

  private mutating func sequence<Element>(
    until end: Unicode.Scalar,
    element: (inout JSONParser) throws(BenchmarkFailure) -> Element
  ) throws(BenchmarkFailure) -> [Element] {
    place += 1
    var elements: [Element] = []
    while next() != UInt8(ascii: end) {
      if !elements.isEmpty { try take(",") }
      elements.append(try element(&self))
    }
    place += 1
    return elements
  }

  private mutating func string() throws(BenchmarkFailure) -> String {
    try take("\"")
    var text: [UInt8] = []
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 1
        guard place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x5C else {
          throw failure("an escaped quote or backslash")
        }
      }
      text.append(bytes[place])
      place += 1
    }
    try take("\"")
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func word() throws(BenchmarkFailure) -> JSON {
    let start = place
    while place < bytes.count, !Array(",]} \t\r\n".utf8).contains(bytes[place]) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if text == "null" { return .null }
    guard let number = Double(text), number.isFinite else {
      throw failure("a value, not \(text.isEmpty ? "the end" : text)")
    }
    return .number(number)
  }
}
