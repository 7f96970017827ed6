/// Compares a scalar with a shape.
struct ScalarChecker {
  var complaints: Complaints

  /// `node` as a value of `shape`, which is the shape of a scalar.
  mutating func check(_ node: YAMLNode, _ shape: Shape, path: String) -> Checked.Value? {
    guard case .scalar(let text, let isPlain) = node.value else {
      complaints.add(
        node.position, path, "expected one value, found \(node.kind)", allowed: Self.allowed(shape))
      return nil
    }
    let kind = isPlain ? ScalarKind(plain: text) : .text
    guard kind != .null else {
      complaints.add(node.position, path, "has no value", allowed: Self.allowed(shape))
      return nil
    }
    switch shape {
    case .quantity(let dimension, let range):
      return quantity(text, dimension, range, node.position, path)
    case .integer(let range):
      return integer(text, kind, range, node.position, path)
    case .address:
      return address(text, kind, node.position, path)
    case .sign:
      if kind == .integer, let sign = ScalarKind.integer(plain: text), abs(sign) == 1 {
        return .integer(sign)
      }
    case .boolean:
      if kind == .boolean { return .boolean(text.lowercased() == "true") }
    case .choice(let words):
      return choice(text, kind, words, node.position, path)
    case .word(let word):
      if kind != .text { return unquoted(text, kind, node.position, path) }
      if word.matches(text) { return .text(text) }
      complaints.add(
        node.position, path, "\"\(text)\" is not \(word.what)", allowed: word.allowed)
      return nil
    case .text:
      if kind != .text { return unquoted(text, kind, node.position, path) }
      if !text.isEmpty { return .text(text) }
    case .channel:
      if kind == .text, let channel = Self.channel(text) { return channel }
    case .list, .record, .table, .variants, .listOrRecord, .alternative:
      preconditionFailure("not the shape of a scalar")
    }
    complaints.add(
      node.position, path, "found \(Self.shown(text, kind))", allowed: Self.allowed(shape))
    return nil
  }

  private mutating func quantity(
    _ text: String, _ dimension: Dimension, _ range: NumberRange, _ position: SourcePosition,
    _ path: String
  ) -> Checked.Value? {
    do throws(Quantity.Failure) {
      let value = try Quantity.parse(text, dimension)
      if range.contains(value) { return .number(value) }
      let understood = dimension.text(value)
      let isBare = DecimalNumber.prefix(of: text)?.rest.isEmpty == true
      let shown = isBare || text == understood ? understood : "\(text) (\(understood))"
      complaints.add(
        position, path, "\(shown) is out of range", allowed: range.text(dimension))
    } catch {
      complaints.add(position, path, error.problem, allowed: error.allowed, hint: error.hint)
    }
    return nil
  }

  private mutating func integer(
    _ text: String, _ kind: ScalarKind, _ range: ClosedRange<Int>, _ position: SourcePosition,
    _ path: String
  ) -> Checked.Value? {
    if kind == .integer, let value = ScalarKind.integer(plain: text) {
      if range.contains(value) { return .integer(value) }
      complaints.add(
        position, path, "\(text) is out of range",
        allowed: "\(range.lowerBound) to \(range.upperBound)")
    } else {
      complaints.add(
        position, path, "\(Self.shown(text, kind)) is not an integer",
        allowed: Self.allowed(.integer(range)))
    }
    return nil
  }

  private mutating func address(
    _ text: String, _ kind: ScalarKind, _ position: SourcePosition, _ path: String
  ) -> Checked.Value? {
    if kind == .integer, let value = ScalarKind.integer(plain: text) {
      if (0...0x7F).contains(value) { return .integer(value) }
      let isShifted = (0x80...0xFF).contains(value)
      complaints.add(
        position, path, "\(text) is no 7-bit address", allowed: "0x08 to 0x77",
        hint: isShifted
          ? "the 8-bit form carries the read/write bit; without it the address is "
            + Hexadecimal.text(UInt8(value >> 1))
          : nil)
    } else {
      complaints.add(
        position, path, "\(Self.shown(text, kind)) is not an address",
        allowed: Self.allowed(.address))
    }
    return nil
  }

  private mutating func choice(
    _ text: String, _ kind: ScalarKind, _ words: [String], _ position: SourcePosition,
    _ path: String
  ) -> Checked.Value? {
    if kind == .text, words.contains(text) { return .text(text) }
    complaints.add(
      position, path, "\(Self.shown(text, kind)) is not one of the choices",
      allowed: words.joined(separator: ", "), hint: Suggestion.text(for: text, among: words))
    return nil
  }

  private mutating func unquoted(
    _ text: String, _ kind: ScalarKind, _ position: SourcePosition, _ path: String
  ) -> Checked.Value? {
    complaints.add(
      position, path, "expected text, found \(Self.shown(text, kind))",
      hint: "if \(text) is meant as text, put it in quotes: \"\(text)\"")
    return nil
  }

  private static func channel(_ text: String) -> Checked.Value? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, Word.name.matches(String(parts[0])), (1...3).contains(parts[1].count),
      parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[1])
    else { return nil }
    return .channel(device: String(parts[0]), number: number)
  }

  private static func shown(_ text: String, _ kind: ScalarKind) -> String {
    kind == .text ? "\"\(text)\"" : text
  }

  private static func allowed(_ shape: Shape) -> String? {
    switch shape {
    case .quantity(let dimension, let range): range.text(dimension)
    case .integer(let range): "an integer, \(range.lowerBound) to \(range.upperBound)"
    case .address: "an address such as 0x41, without quotes"
    case .sign: "1 or -1"
    case .boolean: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    case .word(let word): word.allowed
    case .text: "text that is not empty"
    case .channel: "a device and its channel, such as left_pwm.0"
    case .list, .record, .table, .variants, .listOrRecord, .alternative: nil
    }
  }
}

/// Addresses as people write them.
enum Hexadecimal {
  /// `0x36`.
  static func text(_ value: UInt8) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }
}
