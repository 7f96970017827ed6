import FoundationEssentials
import TestSupport

/// One scenario of `serial-golden-1`: a call of another driver, the bytes that it made or was given, and what
/// it made of them.
struct SerialTranscript: Sendable, CustomStringConvertible {
  let name: String
  let device: String
  let call: String
  let bytes: [UInt8]
  let result: AnyJSON

  var description: String { name }

  /// The call's name, without what it was given.
  var function: String { String(call.prefix { $0 != "(" }) }

  /// What stands between the call's parentheses.
  var arguments: String {
    guard let open = call.firstIndex(of: "("), let close = call.lastIndex(of: ")"), open < close
    else { return "" }
    return String(call[call.index(after: open)..<close])
  }

  /// The numbers that come before anything that has a name.
  var positional: [Int] {
    var numbers: [Int] = []
    for part in arguments.split(separator: ",") {
      guard let number = Self.integer(part) else { break }
      numbers.append(number)
    }
    return numbers
  }

  /// The number named `name`, as `name=1` or `'name': 1`.
  func number(_ name: String) -> Int? { text(name).flatMap(Self.integer) }

  /// Whether `name` is said to be true.
  func isTrue(_ name: String) -> Bool { text(name)?.hasPrefix("True") == true }

  /// The bytes named `name`: `b'\x01'`, a list of numbers, or hexadecimal digits.
  func bytes(_ name: String) -> [UInt8]? {
    guard var text = text(name) else { return nil }
    if let list = text.first, list == "[" {
      let parts = text.dropFirst().prefix { $0 != "]" }.split(separator: ",")
      let numbers = parts.compactMap { Self.integer($0).flatMap { UInt8(exactly: $0) } }
      return numbers.count == parts.count ? numbers : nil
    }
    let isLiteral = text.hasPrefix("b")
    if isLiteral { text.removeFirst() }
    guard let quote = text.first, quote == "'" || quote == "\"" else { return nil }
    let content = text.dropFirst().prefix { $0 != quote }
    return isLiteral ? Self.literal(content) : Self.hexadecimal(content)
  }

  /// What follows `name` and its sign.
  private func text(_ name: String) -> Substring? {
    for sign in ["\(name)=", "'\(name)':", "\"\(name)\":"] {
      guard
        let place = arguments.indices.first(where: { index in
          guard arguments[index...].hasPrefix(sign) else { return false }
          // Not the end of a longer name.
          return index == arguments.startIndex
            || !(arguments[arguments.index(before: index)].isLetter
              || arguments[arguments.index(before: index)] == "_")
        })
      else { continue }
      return arguments[place...].dropFirst(sign.count).drop { $0 == " " }
    }
    return nil
  }

  private static func integer(_ text: Substring) -> Int? {
    let text = text.drop { $0 == " " }
    if text.hasPrefix("0x") {
      return Int(text.dropFirst(2).prefix { $0.isHexDigit }, radix: 16)
    }
    return Int(text.prefix { $0.isNumber || $0 == "-" })
  }

  /// What Python prints of bytes, but for letters that need no escape of their own.
  private static func literal(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text
    while let character = rest.first {
      if rest.hasPrefix("\\x") {
        guard let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(4)
        continue
      }
      if character == "\\" {
        let escapes: [Character: UInt8] = ["n": 10, "r": 13, "t": 9, "\\": 92, "'": 39]
        guard let escaped = rest.dropFirst().first, let byte = escapes[escaped] else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
        continue
      }
      guard let byte = character.asciiValue else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst()
    }
    return bytes
  }

  static func hexadecimal(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text)
    guard digits.count.isMultiple(of: 2) else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return bytes.count * 2 == digits.count ? bytes : nil
  }
}

extension SerialTranscript {
  private struct File: Decodable {
    let format: String?
    let device: String?
    let scenarios: [Scenario]?
  }

  private struct Scenario: Decodable {
    let name: String
    let device: String?
    let call: String?
    let bytes: String?
    let result: AnyJSON?
  }

  struct Malformed: Error { let scenario: String }

  /// The scenarios of a file; none when it is of another format.
  static func read(_ data: Data) throws -> [SerialTranscript] {
    let file = try JSONDecoder().decode(File.self, from: data)
    guard file.format == "serial-golden-1" else { return [] }
    return try (file.scenarios ?? []).map { scenario in
      guard let bytes = hexadecimal(scenario.bytes ?? "") else {
        throw Malformed(scenario: scenario.name)
      }
      return SerialTranscript(
        name: scenario.name, device: scenario.device ?? file.device ?? "",
        call: scenario.call ?? "", bytes: bytes, result: scenario.result ?? .null)
    }
  }
}
