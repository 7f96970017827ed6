/// A JSON value (RFC 8259). Its own few lines, because Foundation's, linked statically as the product is,
/// makes the linker warn.
public enum JSON: Equatable, Sendable {
  case null
  case number(Double)
  case text(String)
  case list([JSON])
  /// Members in the order in which they are written.
  case object([Member])

  /// A name and its value.
  public struct Member: Equatable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSON

    /// A member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// Text, or null.
  public init(_ text: String?) { self = text.map(JSON.text) ?? .null }
  /// A number, or null; JSON has none that is not finite.
  public init(_ number: Double?) {
    self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  /// The value of member `name`; nil when this is no object or has none.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, if this is one.
  public var text: String? { if case .text(let text) = self { text } else { nil } }
  /// The number, if this is one.
  public var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// The value as JSON text, indented; lists without lists or objects in them stay on their line.
  public func written(indent: Int = 0) -> String {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .number(let number):
      return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .text(let text): return JSON.quoted(text)
    case .list(let values):
      if values.allSatisfy(\.isPlain) {
        return "[" + values.map { $0.written() }.joined(separator: ", ") + "]"
      }
      let lines = values.map { inner + $0.written(indent: indent + 1) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members):
      let lines = members.map {
        inner + JSON.quoted($0.name) + ": " + $0.value.written(indent: indent + 1)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .null, .number, .text: true
    case .list, .object: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
