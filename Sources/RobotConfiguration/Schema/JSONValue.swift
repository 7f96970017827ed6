/// A JSON value (RFC 8259) whose objects keep the order of their keys, for text that people read.
public indirect enum JSONValue: Sendable {
  /// Nothing.
  case null
  /// A string.
  case text(String)
  /// A number; one that is not finite is written as `null`, because JSON has none.
  case number(Double)
  /// A number that a `Double` need not hold.
  case integer(Int)
  /// `true` or `false`.
  case boolean(Bool)
  /// Values in order.
  case array([JSONValue])
  /// Keys and values in order; no key twice.
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
    case .null, .text, .number, .integer, .boolean: return short
    }
  }

  /// The value as RFC 8259 text on one line.
  public var oneLine: String {
    switch self {
    case .null: "null"
    case .integer(let integer): "\(integer)"
    case .text(let text): Self.quoted(text)
    case .number(let number): number.isFinite ? DecimalNumber.text(number) : "null"
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
