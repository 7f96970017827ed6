/// A JSON value whose objects keep the order of their keys, for text that people read.
indirect enum JSONValue: Sendable {
  case text(String)
  case number(Double)
  case boolean(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// The value as RFC 8259 text, indented by two spaces, with small arrays and objects on one line.
  func serialized(indent: Int = 0) -> String {
    let short = oneLine
    if short.count + indent <= 100 { return short }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .array(let elements):
      let lines = elements.map { inner + $0.serialized(indent: indent + 2) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let members):
      let lines = members.map {
        inner + Self.quoted($0) + ": " + $1.serialized(indent: indent + 2)
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    case .text, .number, .boolean: return short
    }
  }

  private var oneLine: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let number): DecimalNumber.text(number)
    case .boolean(let boolean): boolean ? "true" : "false"
    case .array(let elements): "[" + elements.map(\.oneLine).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.map { Self.quoted($0) + ": " + $1.oneLine }.joined(separator: ", ")
        + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "\"") { result, scalar in
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    } + "\""
  }
}
