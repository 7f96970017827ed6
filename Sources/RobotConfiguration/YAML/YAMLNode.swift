/// A value of a YAML file with its place.
struct YAMLNode: Sendable {
  /// The value.
  let value: Value
  /// Where the value begins.
  let position: SourcePosition

  enum Value: Sendable {
    /// A scalar; `isPlain` when it is written without quotes and may therefore be a number.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// Keys with their values, in the order of the file; no key twice.
    case mapping([Entry])
    /// Something that was refused with an error already; readers stay silent about it.
    case refused
  }

  /// A key and its value.
  struct Entry: Sendable {
    let key: String
    let keyPosition: SourcePosition
    let value: YAMLNode
  }

  /// The key that YAML 1.1 merges another mapping with. Its value is always refused.
  static let mergeKey = "<<"

  /// What the value is, in words.
  var kind: String {
    switch value {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .refused: "something refused"
    case .scalar(let text, let isPlain):
      isPlain ? ScalarKind(plain: text).rawValue : ScalarKind.text.rawValue
    }
  }
}

/// What a plain scalar means in the core schema of YAML 1.2.2, section 10.3.2.
enum ScalarKind: String {
  case null = "nothing"
  case boolean = "true or false"
  case integer = "an integer"
  case real = "a number"
  case text = "text"

  init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE", "false", "False", "FALSE": self = .boolean
    case ".nan", ".NaN", ".NAN": self = .real
    default:
      let unsigned = text.drop { $0 == "+" || $0 == "-" }
      if text.count - unsigned.count > 1 {
        self = .text
      } else if [".inf", ".Inf", ".INF"].contains(String(unsigned)) {
        self = .real
      } else if Self.integer(plain: text) != nil {
        self = .integer
      } else {
        self = DecimalNumber.prefix(of: text)?.rest.isEmpty == true ? .real : .text
      }
    }
  }

  /// The integer that a plain scalar writes: decimal with sign, `0x` or `0o`. `nil` also when it does
  /// not fit.
  static func integer(plain text: String) -> Int? {
    let isDigits = { (digits: Substring) in
      !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) || $0 | 32 >= 97 }
    }
    if text.hasPrefix("0x"), isDigits(text.dropFirst(2)) {
      return Int(text.dropFirst(2), radix: 16)
    }
    if text.hasPrefix("0o"), isDigits(text.dropFirst(2)) { return Int(text.dropFirst(2), radix: 8) }
    return Int(text)
  }
}
