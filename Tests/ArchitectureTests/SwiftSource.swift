/// A Swift file, line by line, told apart into code and comment. The text of string literals is left
/// out of both, what is interpolated into them is code. So a rule about code never fires on prose.
struct SwiftSource {
  struct Line {
    var code = ""
    var comment = ""
  }

  private enum Mode: Equatable {
    /// The number of parentheses open since an interpolation began; nil outside of one.
    case code(parentheses: Int?)
    case string(hashes: Int, quotes: Int)
    case lineComment
    case blockComment
  }

  private(set) var lines = [Line()]

  private let text: [Character]
  private var position = 0
  private var modes = [Mode.code(parentheses: nil)]

  init(_ source: String) {
    text = Array(source)
    while position < text.count {
      if text[position].isNewline {
        endLine()
      } else {
        scan(modes[modes.count - 1])
      }
    }
  }

  private mutating func endLine() {
    switch modes[modes.count - 1] {
    case .lineComment, .string(_, quotes: 1): modes.removeLast()
    case .code, .blockComment, .string: break
    }
    lines.append(Line())
    position += 1
  }

  private mutating func scan(_ mode: Mode) {
    switch mode {
    case .code(let parentheses): scanCode(parentheses)
    case .string(let hashes, let quotes): scanString(hashes: hashes, quotes: quotes)
    case .lineComment: takeComment(1)
    case .blockComment: scanBlockComment()
    }
  }

  private mutating func scanCode(_ parentheses: Int?) {
    if follows("//") {
      modes.append(.lineComment)
      takeComment(2)
    } else if follows("/*") {
      modes.append(.blockComment)
      takeComment(2)
    } else if let (hashes, quotes) = openingQuote() {
      modes.append(.string(hashes: hashes, quotes: quotes))
      takeCode(hashes + quotes)
    } else {
      if let parentheses, follows("(") || follows(")") {
        modes.removeLast()
        let open = parentheses + (follows("(") ? 1 : -1)
        if open > 0 { modes.append(.code(parentheses: open)) }
      }
      takeCode(1)
    }
  }

  private mutating func scanString(hashes: Int, quotes: Int) {
    let fence = String(repeating: "#", count: hashes)
    let closing = String(repeating: "\"", count: quotes) + fence
    if follows(closing) {
      modes.removeLast()
      takeCode(closing.count)
    } else if follows("\\" + fence + "(") {
      modes.append(.code(parentheses: 1))
      takeCode(hashes + 2)
    } else if follows("\\" + fence) {
      position += hashes + 1
      if position < text.count, !text[position].isNewline { position += 1 }
    } else {
      position += 1
    }
  }

  private mutating func scanBlockComment() {
    if follows("*/") {
      modes.removeLast()
      takeComment(2)
    } else if follows("/*") {
      modes.append(.blockComment)
      takeComment(2)
    } else {
      takeComment(1)
    }
  }

  /// The delimiter of a string literal that begins here.
  private func openingQuote() -> (hashes: Int, quotes: Int)? {
    let hashes = text[position...].prefix { $0 == "#" }.count
    guard position + hashes < text.count, text[position + hashes] == "\"" else { return nil }
    return (hashes, follows("\"\"\"", after: hashes) ? 3 : 1)
  }

  private func follows(_ expected: String, after offset: Int = 0) -> Bool {
    text.dropFirst(position + offset).starts(with: expected)
  }

  private mutating func takeCode(_ count: Int) {
    lines[lines.count - 1].code.append(contentsOf: text[position..<position + count])
    position += count
  }

  private mutating func takeComment(_ count: Int) {
    lines[lines.count - 1].comment.append(contentsOf: text[position..<position + count])
    position += count
  }
}
